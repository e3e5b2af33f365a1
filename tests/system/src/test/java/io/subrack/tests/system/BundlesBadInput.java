/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever comes in, a bad call is a 4xx with a sentence that helps; nothing is stored, nothing is changed. */
abstract class BundlesBadInput extends BundlesPart {
    private static final String DIGEST = "0".repeat(64);

    private long set;
    private List<String> files;

    @BeforeEach
    void remember() throws Exception {
        subrack.ensure("greeter-v1");
        set = subrack.operator().currentSet();
        files = storedFiles();
    }

    @AfterEach
    void nothingHasChanged() throws Exception {
        assertThat(subrack.operator().currentSet()).isEqualTo(set);
        // What was refused, or broken off, is cleared away a moment after the answer.
        Waiting.until(
                "nothing else is stored",
                Duration.ofMinutes(1),
                () -> storedFiles().equals(files));
        assertThat(subrack.operator().get("/greeter/Ada").status()).isEqualTo(200);
    }

    record BadBundle(String name, byte[] content) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<BadBundle> badBundles() throws Exception {
        String good = "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\n";
        List<BadBundle> bundles = new ArrayList<>(List.of(
                new BadBundle("empty", new byte[0]),
                new BadBundle("text", "this is no zip".getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                new BadBundle("cut in half", BundleForge.cutInHalf(Repository.example("greeter-v2"))),
                new BadBundle("flipped byte", BundleForge.withAFlippedByte(Repository.example("greeter-v2"))),
                new BadBundle("plain jar", Files.readAllBytes(Repository.notABundle())),
                new BadBundle("duplicate entry", BundleForge.withADuplicateEntry()),
                new BadBundle("bomb", BundleForge.bomb(256L << 20))));
        for (String entry : List.of("../../evil", "/etc/evil", "a/../../evil", "..\\evil", "C:\\evil", "a\u0000b")) {
            bundles.add(new BadBundle("entry " + entry.replace('\u0000', '0'), BundleForge.withEntry(entry)));
        }
        for (String header : List.of(
                "Bundle-SymbolicName: a/b\nBundle-Version: 1.0.0\n",
                "Bundle-SymbolicName: ..\nBundle-Version: 1.0.0\n",
                "Bundle-SymbolicName: ../../evil\nBundle-Version: 1.0.0\n",
                "Bundle-SymbolicName: a b\nBundle-Version: 1.0.0\n",
                "Bundle-SymbolicName: a\nBundle-Version: 1.x\n",
                "Bundle-SymbolicName: a\nBundle-Version: 1.0.0/..\n",
                "Bundle-SymbolicName: a\nBundle-Version: -1\n",
                "Bundle-SymbolicName: a\u0007b\nBundle-Version: 1.0.0\n",
                "Bundle-SymbolicName: a\nBundle-Version: 1.0.0\nBundle-Name: x\u0000\u001b[31my\n",
                "Bundle-Version: 1.0.0\n",
                "Bundle-SymbolicName: a\nBundle-Version: 1.0.0\nImport-Package: ;;;\n",
                "Bundle-SymbolicName: " + "a".repeat(5000) + "\nBundle-Version: 1.0.0\n")) {
            bundles.add(new BadBundle(
                    header.substring(0, Math.min(50, header.length())), BundleForge.withManifest(good + header)));
        }
        return bundles.stream();
    }

    @ParameterizedTest
    @MethodSource("badBundles")
    void refusesABadBundle(BadBundle bundle) throws Exception {
        refused(subrack.operator().deploy(bundle.content()));
        refused(subrack.operator()
                .send(
                        "POST",
                        ApiClient.MANAGEMENT + "/artifacts",
                        ApiClient.JAR,
                        BodyPublishers.ofByteArray(bundle.content())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/plans | not json",
                "/plans | ''",
                "/plans | []",
                "/plans | {}",
                "/plans | {\"changes\":[]}",
                "/plans | {\"changes\":\"all\"}",
                "/plans | {\"changes\":[{\"action\":\"explode\"}]}",
                "/plans | {\"changes\":[{\"action\":\"install\",\"artifact\":17}]}",
                "/plans | {\"changes\":[{\"action\":\"install\",\"artifact\":\"../../x\"}]}",
                "/plans | {\"changes\":[{\"action\":\"uninstall\",\"bundle\":\"nobody\"}]}",
                "/plans | {\"changes\":[{\"action\":\"rollBack\",\"set\":-1}]}",
                "/plans | {\"changes\":[{\"action\":\"rollBack\",\"set\":1e99}]}",
                "/plans | {\"author\":7,\"changes\":[{\"action\":\"stop\",\"bundle\":\"io.subrack.examples.greeter\"}]}",
                "/plans | {\"surprise\":1,\"changes\":[{\"action\":\"stop\",\"bundle\":\"io.subrack.examples.greeter\"}]}",
                "/deployments | {}",
                "/deployments | {\"plan\":[]}",
                "/deployments | {\"plan\":\"00000000000000000000000000000000\"}",
                "/sets/x/rollback | {}",
                "/sets/-1/rollback | {}",
                "/sets/99999999999999999999/rollback | {}",
            })
    void refusesABadBody(String path, String body) throws Exception {
        refused(subrack.operator().post(ApiClient.MANAGEMENT + path, body));
    }

    @ParameterizedTest
    @CsvSource({
        "/bundles/nobody",
        "/bundles/a..b",
        "/bundles/%2e%2e",
        "/bundles?limit=x",
        "/bundles?limit=-1",
        "/bundles?state=WEIRD",
        "/artifacts/x",
        "/plans/x",
        "/deployments/x",
        "/deployments/x?wait=forever",
        "/sets/x",
        "/sets/9999",
        "/nothing",
    })
    void refusesABadQuestion(String path) throws Exception {
        refused(subrack.operator().get(ApiClient.MANAGEMENT + path));
    }

    @Test
    void refusesJsonThatIsNestedTooDeep() throws Exception {
        refused(subrack.operator()
                .post(
                        ApiClient.MANAGEMENT + "/plans",
                        "{\"changes\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"));
    }

    @Test
    void refusesTheWrongMediaType() throws Exception {
        ApiAnswer text = subrack.operator()
                .send("POST", ApiClient.MANAGEMENT + "/bundles", "text/plain", BodyPublishers.ofString("x"));
        ApiAnswer xml = subrack.operator()
                .send("POST", ApiClient.MANAGEMENT + "/plans", "application/xml", BodyPublishers.ofString("<x/>"));

        assertThat(text.status()).as(text.toString()).isEqualTo(415);
        assertThat(xml.status()).as(xml.toString()).isEqualTo(415);
    }

    @Test
    void refusesTheWrongMethod() throws Exception {
        ApiAnswer answer = subrack.operator().delete(ApiClient.MANAGEMENT + "/sets/1");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(405);
        assertThat(answer.header("allow")).contains("GET");
    }

    @Test
    void refusesAnUploadOfTwoGigabytes() throws Exception {
        BodyPublisher twoGigabytes =
                BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(() -> new Zeros(2L << 30)), 2L << 30);
        ApiAnswer answer;
        try {
            answer = subrack.operator().send("POST", ApiClient.MANAGEMENT + "/artifacts", ApiClient.JAR, twoGigabytes);
        } catch (java.io.IOException cutOff) {
            // The server may also answer and close before all is sent, and the client may then not see the answer.
            return;
        }
        assertThat(answer.status()).as(answer.toString()).isEqualTo(413);
    }

    @Test
    void refusesAnEndlessUploadWithoutALength() throws Exception {
        BodyPublisher endless = BodyPublishers.ofInputStream(() -> new Zeros(2L << 30));
        try {
            ApiAnswer answer =
                    subrack.operator().send("POST", ApiClient.MANAGEMENT + "/artifacts", ApiClient.JAR, endless);
            assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
        } catch (java.io.IOException cutOff) {
            // As above.
        }
    }

    @Test
    void doesNotKnowAnArtifactThatWasNeverStored() throws Exception {
        ApiAnswer answer = subrack.operator()
                .post(
                        ApiClient.MANAGEMENT + "/plans",
                        "{\"changes\":[{\"action\":\"install\",\"artifact\":\"" + DIGEST + "\"}]}");

        assertThat(answer.status()).as(answer.toString()).isEqualTo(404);
    }

    private static void refused(ApiAnswer answer) {
        assertThat(answer.status()).as(answer.toString()).isBetween(400, 499);
        assertThat(answer.header("content-type")).as(answer.toString()).startsWith("application/problem+json");
        assertThat(answer.json().path("title").asText()).isNotEmpty();
        assertThat(answer.json().path("detail").asText()).as(answer.toString()).isNotEmpty();
        assertThat(answer.text()).doesNotContain("Exception").doesNotContain("\\u001b");
    }

    private static List<String> storedFiles() throws Exception {
        Path artifacts = subrack.platform().data().resolve("artifacts");
        try (Stream<Path> all = Files.walk(artifacts)) {
            return all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
        }
    }

    /** So many zero bytes. */
    private static final class Zeros extends InputStream {
        private long left;

        Zeros(long left) {
            this.left = left;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int count = (int) Math.min(left, length);
            left -= count;
            return count;
        }
    }
}
