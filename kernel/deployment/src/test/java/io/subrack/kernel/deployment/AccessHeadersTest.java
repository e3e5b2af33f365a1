/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.BundleJar.bundle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.AccessHeaders;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a manifest says of access, as it comes in. */
class AccessHeadersTest {
    @TempDir
    Path root;

    private FileArtifacts artifacts;

    @BeforeEach
    void open() {
        artifacts = new FileArtifacts(root, ArtifactLimits.DEFAULTS);
    }

    private AccessHeaders stored(String header, String value) {
        return artifacts
                .store(bundle("com.acme.notes", "1.0.0").header(header, value).open())
                .access();
    }

    private static String many(int count, String prefix) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).collect(Collectors.joining(","));
    }

    @Test
    void readsWhatABundleAsksFor() {
        assertThat(stored("subrack-grants", " orders.write ,urn:acme:inventory/read")
                        .asked())
                .containsExactly("orders.write", "urn:acme:inventory/read");
        assertThat(stored("Subrack-Grants", many(64, "s")).asked()).hasSize(64);
        assertThat(stored("Subrack-Grants", "x".repeat(128)).asked()).hasSize(1);
    }

    @Test
    void readsWhichPathsMayBePublic() {
        assertThat(stored("Subrack-Public", "/greeter, /ticker/feed-1.0, /").publicPaths())
                .containsExactly("/", "/greeter", "/ticker/feed-1.0");
    }

    @Test
    void readsWhatABundleDefines() {
        var scopes = stored(
                        "Subrack-Scopes",
                        "orders.write;description=\"Place, change; cancel orders\",orders.read ; description = Lesen")
                .scopes();

        assertThat(scopes).isEqualTo(Map.of("orders.read", "Lesen", "orders.write", "Place, change; cancel orders"));
    }

    @Test
    void saysNothingOfABundleThatSaysNothing() {
        assertThat(stored("Bundle-Name", "Notes")).isEqualTo(AccessHeaders.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a,,b", "a,", ",", "a,a", "a;b=c", "a\"b", "\"a\"", "a\\b", "ä", "a=b", "\u202ea"})
    void refusesAMalformedGrant(String value) {
        refused("Subrack-Grants", value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "greeter", "/a/", "//a", "/a//b", "/a/../b", "/..", "/.", "/a/.", "/%2e%2e", "/a b", "/a?b", "/a*",
                "/ä", "/a;b", "/a,/a", "/a,", "/{id}"
            })
    void refusesAMalformedPath(String value) {
        refused("Subrack-Public", value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a;",
                ";description=x",
                "a;description",
                "a;description=",
                "a;description=\"\"",
                "a;description=\"x",
                "a;title=\"x\"",
                "a;description:=\"x\"",
                "a;description=x;description=y",
                "a,a",
                "a;b;description=x",
                "platform.read",
                "openid",
                "a;description=\"\u202ex\"",
                "a;description=\"x\\\""
            })
    void refusesAMalformedScope(String value) {
        refused("Subrack-Scopes", value);
    }

    @Test
    void refusesTooMuch() {
        refused("Subrack-Grants", many(65, "s"));
        refused("Subrack-Grants", "x".repeat(129));
        refused("Subrack-Public", many(65, "/p"));
        refused("Subrack-Public", "/" + "x".repeat(200));
        refused("Subrack-Scopes", many(65, "s"));
        refused("Subrack-Scopes", "a;description=" + "x".repeat(201));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Subrack-Grants | two words     | Subrack-Grants: 'two words' is not a scope; write 1 to 128 ASCII characters without spaces, quotes, backslashes and ; = as orders.read.
            Subrack-Scopes | platform.read | Subrack-Scopes: 'platform.read' belongs to the platform; choose another name, as orders.read.
            Subrack-Grants | a,b,a         | Subrack-Grants: 'a' stands twice; leave one out.
            """)
    void saysWhatToWriteInstead(String header, String value, String sentence) {
        assertThatThrownBy(() -> stored(header, value)).hasMessage(sentence);
    }

    private void refused(String header, String value) {
        assertThatThrownBy(() -> stored(header, value))
                .as(header + ": " + value)
                .isInstanceOfSatisfying(
                        DeploymentException.class,
                        e -> assertThat(e.problem()).isEqualTo(DeploymentProblem.ARTIFACT_INVALID))
                .message()
                .startsWith(header)
                .endsWith(".")
                .matches("[ -~]+")
                .hasSizeLessThan(400);
    }
}
