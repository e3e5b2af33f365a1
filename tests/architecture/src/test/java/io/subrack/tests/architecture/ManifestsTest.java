/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the manifests of the built platform bundles promise. */
class ManifestsTest {
    private static final Pattern CLAUSE = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    static Stream<BuiltBundle> bundles() {
        return BuiltBundle.all().stream();
    }

    @Test
    void seesThePlatformBundles() {
        assertThat(BuiltBundle.all())
                .extracting(BuiltBundle::symbolicName)
                .contains("io.subrack.kernel.api", "io.subrack.kernel.deployment", "io.subrack.web.provider");
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void exportsApiAndSpiPackagesOnly(BuiltBundle bundle) {
        List<String> exported = packages(bundle.header("Export-Package"));

        assertThat(exported).allMatch(name -> name.endsWith(".api") || name.endsWith(".spi"));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void givesEachExportedPackageAVersion(BuiltBundle bundle) {
        List<String> clauses = clauses(bundle.header("Export-Package"));

        assertThat(clauses).allMatch(clause -> clause.contains("version="));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void importsNoOtherBundlesInternals(BuiltBundle bundle) {
        List<String> ours = packages(bundle.header("Import-Package")).stream()
                .filter(name -> name.startsWith("io.subrack."))
                .toList();

        assertThat(ours).allMatch(name -> name.endsWith(".api") || name.endsWith(".spi"));
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void namesTheBundleAfterItsArtifact(BuiltBundle bundle) {
        assertThat(bundle.file().getFileName().toString()).startsWith(bundle.symbolicName() + "-");
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void carriesNoPathOfTheMachineThatBuiltIt(BuiltBundle bundle) {
        assertThat(bundle.manifest().getMainAttributes().keySet())
                .extracting(Object::toString)
                .doesNotContain("Built-By", "Build-Jdk", "Bnd-LastModified", "Created-By");
    }

    private static List<String> clauses(String header) {
        return header.isBlank() ? List.of() : List.of(CLAUSE.split(header));
    }

    private static List<String> packages(String header) {
        return clauses(header).stream()
                .map(clause -> clause.split(";", 2)[0].strip())
                .toList();
    }
}
