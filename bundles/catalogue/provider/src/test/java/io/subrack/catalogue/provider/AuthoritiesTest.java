/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.subrack.catalogue.api.CatalogueException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repositories behind TLS whose certificates no public authority has signed. */
class AuthoritiesTest {
    @TempDir
    static Path directory;

    private static TestKeys inHouse;
    private static HttpsServer server;

    @BeforeAll
    static void start() throws Exception {
        inHouse = TestKeys.make(directory, "inhouse", "-ext", "san=dns:localhost");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(inHouse.store(), TestKeys.PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            byte[] content = "an index".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
    }

    private static String read(String host, Path authorities) {
        return read(host, server, new Authorities(authorities));
    }

    private static String read(String host, HttpsServer server, Authorities authorities) {
        Fetcher fetcher = new Fetcher("1", false, authorities);
        URI url = URI.create("https://" + host + ":" + server.getAddress().getPort() + "/index.xml");
        try {
            return fetcher.bytes(new Fetcher.Wish(url, Optional.empty(), 1_000, Deadline.in(Duration.ofSeconds(20))))
                    .map(it -> new String(it, StandardCharsets.UTF_8))
                    .orElse("nothing");
        } finally {
            fetcher.close();
        }
    }

    @Test
    void readsARepositoryOfAnAuthorityThatTheConfigurationNames() throws Exception {
        Path file = TestKeys.pem(directory.resolve("named.pem"), inHouse, TestKeys.make(directory, "another"));

        assertThat(read("localhost", file)).isEqualTo("an index");
    }

    @Test
    void believesNobodyElse() throws Exception {
        Path other = TestKeys.pem(directory.resolve("other.pem"), TestKeys.make(directory, "other"));
        Path named = TestKeys.pem(directory.resolve("again.pem"), inHouse);

        assertThatThrownBy(() -> read("localhost", directory.resolve("none.pem")))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> read("localhost", other)).hasMessageContaining("cannot be read");
        // the certificate is for another name
        assertThatThrownBy(() -> read("127.0.0.1", named)).hasMessageContaining("cannot be read");
    }

    @Test
    void goesOnTrustingWhomThisJavaTrusts() throws Exception {
        Path file = TestKeys.pem(directory.resolve("more.pem"), inHouse);

        assertThat(new Authorities(file).anchors())
                .contains(inHouse.certificate())
                .containsAll(new Authorities(directory.resolve("none.pem")).anchors());
    }

    @Test
    void asksNobodyWhileTheFileIsBroken() throws Exception {
        Path file = Files.writeString(directory.resolve("broken.pem"), "-----BEGIN CERTIFICATE-----\nno\n");

        assertThatThrownBy(() -> read("localhost", file))
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("broken.pem cannot be used")
                .hasMessageContaining("mend it or take it away");
    }

    @Test
    void showsServersTheCertificateOfThisJava() throws Exception {
        Path file = TestKeys.pem(directory.resolve("both.pem"), inHouse);
        TestKeys platform = TestKeys.make(directory, "platform");
        Map<String, String> properties = Map.of(
                "javax.net.ssl.keyStore",
                directory.resolve("platform.p12").toString(),
                "javax.net.ssl.keyStorePassword",
                new String(TestKeys.PASSWORD));
        HttpsServer careful = asking(platform);
        try {
            assertThat(read("localhost", careful, new Authorities(file, properties::get)))
                    .isEqualTo("CN=platform");
            assertThatThrownBy(() -> read("localhost", careful, new Authorities(file, name -> null)))
                    .hasMessageContaining("cannot be read");
        } finally {
            careful.stop(0);
        }
    }

    @Test
    void saysWhichKeyStoreItCannotUse() throws Exception {
        Path file = TestKeys.pem(directory.resolve("keyless.pem"), inHouse);
        Authorities authorities = new Authorities(
                file,
                Map.of("javax.net.ssl.keyStore", directory.resolve("gone.p12").toString())::get);

        assertThatThrownBy(authorities::context)
                .isInstanceOf(CatalogueException.class)
                .hasMessageContaining("javax.net.ssl.keyStore")
                .hasMessageContaining("take the property away");
    }

    /** A server that says whose certificate it was shown, and serves nobody without one. */
    private static HttpsServer asking(TestKeys client) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(inHouse.store(), TestKeys.PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("client", client.certificate());
        TrustManagerFactory clients = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        clients.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), clients.getTrustManagers(), null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = context.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            byte[] content = ((HttpsExchange) exchange)
                    .getSSLSession()
                    .getPeerPrincipal()
                    .getName()
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        server.start();
        return server;
    }

    @Test
    void countsForInstallingByAddressToo() throws Exception {
        Path file = TestKeys.pem(directory.resolve("address.pem"), inHouse);
        PinnedHttps addresses = new PinnedHttps(Set.of("localhost"), true, new Authorities(file));
        Path target = directory.resolve("got");

        addresses.file(
                URI.create("https://localhost:" + server.getAddress().getPort() + "/a.jar"),
                target,
                1_000,
                Deadline.in(Duration.ofSeconds(20)));

        assertThat(target).hasContent("an index");
    }
}
