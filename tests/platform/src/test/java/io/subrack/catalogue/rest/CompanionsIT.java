/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.kernel.testing.TestBundles;
import io.subrack.kernel.testing.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Which companions are chosen where the first choice leads nowhere. All from one folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CompanionsIT extends CatalogueRig {
    private TestPlatform platform;
    private Path folder;

    @BeforeAll
    void startOnce() throws Exception {
        platform = ONE.platform();
        folder = Files.createDirectories(platform.home().resolve("examples"));
        put(bundle("two.text", "1.0.0").exporting("two.text;version=1.0.0"));
        put(bundle("two.text", "2.0.0")
                .exporting("two.text;version=2.0.0")
                .importing("nobody.has.this;version=\"[1,2)\""));
        put(bundle("deep.api", "1.0.0").exporting("deep.api;version=1.0.0").importing("deep.base;version=\"[1,2)\""));
        put(bundle("deep.api", "1.1.0").exporting("deep.api;version=1.1.0").importing("deep.base;version=\"[2,3)\""));
        put(bundle("deep.base", "1.0.0").exporting("deep.base;version=1.0.0"));
        put(bundle("deep.base", "2.0.0").exporting("deep.base;version=2.0.0"));
        put(bundle("deep.tool", "1.0.0").exporting("deep.tool;version=1.0.0").importing("deep.base;version=\"[1,2)\""));
        put(bundle("own", "1.4.0"));
        put(bundle("own", "1.5.0").importing("nobody.has.this"));
        put(bundle("part", "1.0.0").exporting("part"));
    }

    private static TestBundles bundle(String symbolicName, String version) {
        return TestBundles.bundle(symbolicName, version).resource(symbolicName + ".txt", version);
    }

    private void put(TestBundles bundle) throws IOException {
        byte[] jar = bundle.bytes();
        Files.write(folder.resolve(FileServer.digest(jar, "SHA-256") + ".jar"), jar);
    }

    private JsonNode resolved(TestBundles bundle) throws Exception {
        var stored = platform.artifacts().store(bundle.stream());
        return resolved("{\"artifact\":\"" + stored.digest().hex() + "\"}");
    }

    private JsonNode resolved(String request) throws Exception {
        return json(call(platform, "POST", CATALOGUE + "/resolutions", "{\"requests\":[" + request + "]}"), 201);
    }

    private static Iterable<String> names(JsonNode resolved) {
        return resolved.get("artifacts").findValuesAsText("symbolicName");
    }

    @Test
    void takesAnOlderCompanionWhereTheNewestLacksSomething() throws Exception {
        var resolved = resolved(bundle("com.acme.app", "1.0.0").importing("two.text;version=\"[1,3)\""));

        assertThat(resolved.at("/plan/applicable").booleanValue())
                .as(resolved.toString())
                .isTrue();
        assertThat(names(resolved)).containsExactly("com.acme.app", "two.text");
        assertThat(resolved.at("/artifacts/1/version").textValue()).isEqualTo("1.0.0");
    }

    @Test
    void findsCompanionsThatGoTogether() throws Exception {
        var resolved = resolved(bundle("com.acme.app", "1.0.0")
                .importing("deep.api;version=\"[1,2)\"")
                .importing("deep.tool;version=\"[1,2)\""));

        assertThat(resolved.at("/plan/applicable").booleanValue())
                .as(resolved.toString())
                .isTrue();
        assertThat(resolved.get("artifacts").toString()).contains("deep.tool", "deep.api", "deep.base");
        assertThat(resolved.get("artifacts"))
                .extracting(it -> it.get("symbolicName").textValue() + " "
                        + it.get("version").textValue())
                .containsExactlyInAnyOrder(
                        "com.acme.app 1.0.0", "deep.api 1.0.0", "deep.base 1.0.0", "deep.tool 1.0.0");
    }

    @Test
    void takesAnotherVersionOfWhatIsAskedForByARange() throws Exception {
        var any = resolved("{\"symbolicName\":\"own\",\"versionRange\":\"[1,2)\"}");
        var exact = resolved("{\"symbolicName\":\"own\",\"versionRange\":\"[1.5,1.5]\"}");

        assertThat(any.at("/plan/applicable").booleanValue()).isTrue();
        assertThat(any.at("/artifacts/0/version").textValue()).isEqualTo("1.4.0");
        assertThat(exact.at("/plan/applicable").booleanValue()).isFalse();
        assertThat(exact.at("/artifacts/0/version").textValue()).isEqualTo("1.5.0");
    }

    @Test
    void bringsTheRestAndNamesWhatNobodyHas() throws Exception {
        var resolved = resolved(bundle("com.acme.app", "1.0.0")
                .importing("nobody.has.this;version=\"[1,2)\"")
                .importing("part"));

        assertThat(resolved.at("/plan/applicable").booleanValue()).isFalse();
        assertThat(names(resolved)).containsExactly("com.acme.app", "part");
        assertThat(resolved.at("/plan/faults")).hasSize(1);
        assertThat(resolved.at("/plan/faults/0/sentence").textValue()).contains("nobody.has.this");
    }

    @Test
    void asksForAnArtifactThatIsStored() throws Exception {
        var unknown = call(
                platform,
                "POST",
                CATALOGUE + "/resolutions",
                "{\"requests\":[{\"artifact\":\"" + "0".repeat(64) + "\"}]}");
        var malformed = call(platform, "POST", CATALOGUE + "/resolutions", "{\"requests\":[{\"artifact\":\"../a\"}]}");

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("Upload it again");
        assertThat(malformed.statusCode()).isEqualTo(400);
    }
}
