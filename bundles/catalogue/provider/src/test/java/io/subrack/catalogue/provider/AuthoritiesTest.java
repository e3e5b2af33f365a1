/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.subrack.catalogue.api.CatalogueException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
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
        Fetcher fetcher = new Fetcher("1", false, new Authorities(authorities));
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
