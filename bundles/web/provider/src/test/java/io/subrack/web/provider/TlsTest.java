/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.Door.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final String PASSWORD = "correct horse";

    @TempDir
    Path data;

    private Path keys;
    private Path password;

    @BeforeEach
    void makeKeys() throws Exception {
        keys = data.resolve("keys.p12");
        password = Files.writeString(data.resolve("password"), PASSWORD + "\n");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        keys.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=DNS:localhost,IP:127.0.0.1")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor()).isZero();
    }

    private HttpClient client() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "server", store.getCertificate(store.aliases().nextElement()));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(tls).build();
    }

    @Test
    void speaksBothVersionsOfHttpByTls() throws Exception {
        try (Door door = new Door(data, "tls.keystore", keys, "tls.password.file", password)) {
            door.mount("/a", text("secure"));
            URI uri = URI.create(door.server.url() + "/a");
            assertThat(uri.getScheme()).isEqualTo("https");

            for (HttpClient.Version version : HttpClient.Version.values()) {
                HttpResponse<String> response = client().send(
                                HttpRequest.newBuilder(uri).version(version).build(),
                                HttpResponse.BodyHandlers.ofString());

                assertThat(response.version()).isEqualTo(version);
                assertThat(response.body()).isEqualTo("secure");
            }
        }
    }

    @Test
    void refusesALargeBodyWithoutHarmToItsConnection() throws Exception {
        try (Door door = new Door(data, "tls.keystore", keys, "tls.password.file", password, "body.bytes", 1000)) {
            door.mount(
                    "/a",
                    (request, response) -> response.getOutputStream()
                            .print(request.getInputStream().readAllBytes().length));
            URI uri = URI.create(door.server.url() + "/a");
            HttpClient client = client();

            for (int size : new int[] {1, 3_000_000, 1_000}) {
                HttpResponse<String> response = client.send(
                        HttpRequest.newBuilder(uri)
                                .POST(HttpRequest.BodyPublishers.fromPublisher(
                                        HttpRequest.BodyPublishers.ofByteArray(new byte[size])))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

                assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(response.statusCode()).isEqualTo(size > 1000 ? 413 : 200);
            }
        }
    }

    @Test
    void saysWhatIsWrongWithItsKeys() throws Exception {
        Files.writeString(password, "wrong");

        assertThatThrownBy(() -> new Door(data, "tls.keystore", keys, "tls.password.file", password))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("config/io.subrack.web.properties")
                .hasMessageNotContaining("wrong");
    }
}
