/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AssetHandlerTest {
    private final PackedAssets packed = new PackedAssets();
    private final AssetHandler handler = new AssetHandler(packed);

    @Test
    void answersWithWhatTheBuildHasCompressedForGood() throws Exception {
        Exchange exchange = new Exchange("GET", packed.path("main.js"))
                .header("Accept-Encoding", "gzip, br")
                .with(handler);

        assertThat(exchange.answered)
                .containsEntry("Content-Encoding", "gzip")
                .containsEntry("Cache-Control", "public, max-age=31536000, immutable")
                .containsEntry("Content-Type", "text/javascript; charset=utf-8")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Content-Length", Integer.toString(exchange.written.size()));
        assertThat(plain(exchange.written.toByteArray())).contains("sr-console");
    }

    @ParameterizedTest
    @ValueSource(strings = {"br", "gzip;q=0", "identity"})
    void answersPlainlyWhoCannotRead(String accepted) throws Exception {
        Exchange exchange = new Exchange("GET", packed.path("texts.en.json"))
                .header("Accept-Encoding", accepted)
                .with(handler);

        assertThat(exchange.answered).doesNotContainKey("Content-Encoding");
        assertThat(exchange.body()).startsWith("{");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/console",
                "/assets/console/",
                "/assets/console/0000000000000000/main.js",
                "/assets/console/source/main.js"
            })
    void knowsNothingBelowAnotherVersion(String path) {
        assertNotThere(handler, path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nope.js", "../index", "index", "pages/", "main.js.gz"})
    void knowsOnlyWhatTheBuildHasListed(String name) {
        assertNotThere(handler, packed.path(name));
    }

    @Test
    void staysWithinWhatAPageMayWeigh() throws Exception {
        long bytes = 0;
        for (String name :
                new String[] {"lit.js", "main.js", "console.css", "pages.css", "texts.en.json", "pages/bundles.js"}) {
            bytes += packed.file(name).orElseThrow().bytes().length;
        }

        assertThat(bytes).isLessThan(100_000);
    }

    @Test
    void readsFromASourceFolderAnewEachTime(@TempDir Path folder) throws Exception {
        Files.createDirectory(folder.resolve("pages"));
        Path file = Files.writeString(folder.resolve("pages/a.js"), "one");
        SourceAssets sources = new SourceAssets(folder, packed);
        AssetHandler fromSources = new AssetHandler(sources);

        String before = new Exchange("GET", sources.path("pages/a.js"))
                .with(fromSources)
                .body();
        Files.writeString(file, "two");
        Exchange after = new Exchange("GET", sources.path("pages/a.js")).with(fromSources);

        assertThat(before).isEqualTo("one");
        assertThat(after.body()).isEqualTo("two");
        assertThat(after.answered).containsEntry("Cache-Control", "no-store");
        assertThat(new Exchange("GET", sources.path("lit.js")).with(fromSources).body())
                .contains("LitElement");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../secret.js", "pages/../../secret.js", "/etc/passwd", "pages//a.js", ".hidden.js", "secret.txt"
            })
    void readsNothingBesideTheSourceFolder(String name, @TempDir Path parent) throws Exception {
        Path folder = Files.createDirectories(parent.resolve("web/pages")).getParent();
        Files.writeString(parent.resolve("secret.js"), "secret");
        Files.writeString(folder.resolve(".hidden.js"), "secret");
        Files.writeString(folder.resolve("secret.txt"), "secret");
        SourceAssets sources = new SourceAssets(folder, packed);

        assertNotThere(new AssetHandler(sources), sources.path(name));
    }

    private static void assertNotThere(AssetHandler handler, String path) {
        assertThatThrownBy(() -> new Exchange("GET", path).with(handler))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type().status()).isEqualTo(404));
    }

    private static String plain(byte[] gzip) throws IOException {
        try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
