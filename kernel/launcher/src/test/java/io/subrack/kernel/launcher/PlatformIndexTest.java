/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.launcher.PlatformJar.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformIndexTest {
    @TempDir
    Path lib;

    @Test
    void tellsBundlesFromFragmentsAndLibraries() throws IOException {
        List<Path> jars = List.of(
                jar("a.jar", Map.of("Bundle-SymbolicName", "a.bundle;singleton:=true", "Bundle-Version", "1.2.0")),
                jar("b.jar", Map.of("Bundle-SymbolicName", "a.fragment", "Fragment-Host", "a.bundle")),
                jar("c.jar", Map.of("Implementation-Version", "3")),
                jar("d.jar", Map.of("Bundle-SymbolicName", "a.nest", "Bundle-ClassPath", ".,inner.jar")),
                jar("e.jar", Map.of("Bundle-SymbolicName", "slf4j.api")),
                jar("f.jar", Map.of("Bundle-SymbolicName", "org.apache.felix.framework", "Export-Package", "x")));

        PlatformIndex index = PlatformIndex.scan(jars);

        assertThat(index.jars())
                .extracting(PlatformJar::role)
                .containsExactly(Role.BUNDLE, Role.FRAGMENT, Role.LIBRARY, Role.NESTED, Role.SHARED, Role.LIBRARY);
        assertThat(index.symbolicNames()).containsExactly("a.bundle", "a.fragment", "a.nest", "slf4j.api");
        assertThat(index.systemPackages()).isEmpty();
    }

    @Test
    void dropsLazyActivationBecauseAConnectedBundleCannotHaveIt() throws IOException {
        Path jar = jar("a.jar", Map.of("Bundle-SymbolicName", "a", "Bundle-ActivationPolicy", "lazy"));

        PlatformJar read = PlatformJar.read(jar);

        assertThat(read.headers()).containsOnlyKeys("Bundle-SymbolicName");
    }

    @Test
    void readsBackWhatTheIndexerWrote() throws IOException {
        Path bundle = jar("b.jar", Map.of("Bundle-SymbolicName", "b", "Import-Package", "p;version=\"[1,2)\",q"));
        Path library = jar("a.jar", Map.of());
        PlatformIndexer.main(new String[] {lib.toString()});

        PlatformIndex index = PlatformIndex.load(List.of(library, bundle));

        assertThat(index.jars())
                .isEqualTo(PlatformIndex.scan(List.of(library, bundle)).jars());
        assertThat(index.stale()).isEmpty();
    }

    @Test
    void changesWithTheContentOfAJarEvenIfItsSizeStays() throws IOException {
        Path jar = Jars.write(lib.resolve("a.jar"), Map.of(), Map.of("text", "one"));
        String before = PlatformIndex.scan(List.of(jar)).format();
        long size = Files.size(jar);

        Jars.write(jar, Map.of(), Map.of("text", "two"));

        assertThat(Files.size(jar)).isEqualTo(size);
        assertThat(PlatformIndex.scan(List.of(jar)).format()).isNotEqualTo(before);
    }

    @Test
    void readsAJarThatIsNotAsTheIndexSays() throws IOException {
        Path patched = jar("a.jar", Map.of("Bundle-SymbolicName", "before"));
        PlatformIndexer.main(new String[] {lib.toString()});
        jar("a.jar", Map.of("Bundle-SymbolicName", "after", "X-Padding", "makes it longer"));
        Path added = jar("z.jar", Map.of("Bundle-SymbolicName", "added"));

        PlatformIndex index = PlatformIndex.load(List.of(patched, added));

        assertThat(index.symbolicNames()).containsExactly("after", "added");
        assertThat(index.stale()).containsExactly("a.jar", "z.jar");
    }

    @Test
    void refusesAnIndexOfAnotherFormat() throws IOException {
        Path jar = jar("a.jar", Map.of());
        Files.writeString(lib.resolve(PlatformIndex.FILE_NAME), "subrack-platform-index 99\n");

        assertThatThrownBy(() -> PlatformIndex.load(List.of(jar)))
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("is not an index of this version; delete it");
    }

    @Test
    void leavesWhatHasNothingButPackagesToTheSystemBundle() throws IOException {
        Path library = jar(
                "a.jar",
                Map.of(
                        "Bundle-SymbolicName", "a",
                        "Export-Package", "a.one;uses:=\"x\";version=\"1.0\"",
                        "Provide-Capability", "osgi.contract;osgi.contract=A;uses:=\"a.one\""));
        Path active =
                jar("b.jar", Map.of("Bundle-SymbolicName", "b", "Bundle-Activator", "B", "Export-Package", "b.one"));
        Path own = jar("c.jar", Map.of("Bundle-SymbolicName", "c", "Subrack-Data", "c", "Export-Package", "c.one"));

        PlatformIndex index = PlatformIndex.scan(List.of(library, active, own));

        assertThat(index.systemPackages()).isEqualTo("a.one;version=\"1.0\"");
        assertThat(index.systemCapabilities()).isEqualTo("osgi.contract;osgi.contract=A");
        assertThat(index.jars())
                .extracting(jar -> jar.bundle(PlatformMode.CONNECT))
                .containsExactly(false, true, true);
        assertThat(index.jars())
                .extracting(jar -> jar.bundle(PlatformMode.CLASSIC))
                .containsOnly(true);
    }

    @Test
    void offersNothingOfLibrariesThatAreForThePlatformAlone() throws IOException {
        Path inside = jar(
                "a.jar",
                Map.of(
                        "Bundle-SymbolicName",
                        "org.apache.commons.commons-io",
                        "Export-Package",
                        "org.apache.commons.io"));
        Path user = jar(
                "b.jar",
                Map.of(
                        "Bundle-SymbolicName", "b",
                        "Bundle-Activator", "B",
                        "Import-Package", "org.apache.commons.io;version=\"[2,3)\",c.api",
                        "Export-Package", "b.api"));
        Path other = jar("c.jar", Map.of("Bundle-SymbolicName", "c", "Export-Package", "c.api"));

        PlatformIndex index = PlatformIndex.scan(List.of(inside, user, other));

        assertThat(index.systemPackages()).isEqualTo("c.api");
        assertThat(index.jars().get(1).headers())
                .containsEntry("Import-Package", "c.api")
                .containsEntry("Export-Package", "b.api");
    }

    @Test
    void readsWhichBundlesStartLater() throws IOException {
        Path serving = jar("a.jar", Map.of("Bundle-SymbolicName", "a", "Service-Component", "a.xml"));
        Path managing = jar(
                "b.jar", Map.of("Bundle-SymbolicName", "b", "Service-Component", "b.xml", "Subrack-Start", "manage"));
        Path shared =
                jar("c.jar", Map.of("Bundle-SymbolicName", "c", "Subrack-Start", "manage", "Export-Package", "c.api"));

        List<PlatformJar> jars =
                PlatformIndex.scan(List.of(serving, managing, shared)).jars();

        assertThat(jars).extracting(PlatformJar::startsLater).containsExactly(false, true, true);
        assertThat(jars).extracting(PlatformJar::isWiredTo).containsExactly(false, false, true);
    }

    @Test
    void leavesOutSharesAndAddsBundlesOnRequest() throws IOException {
        Path a = jar("a.jar", Map.of("Bundle-SymbolicName", "a"));
        Path b = jar("b.jar", Map.of("Bundle-SymbolicName", "b"));
        Path c = jar("c.jar", Map.of("Bundle-SymbolicName", "c"));

        PlatformIndex index = PlatformIndex.scan(List.of(a, b))
                .without("a"::equals)
                .and(PlatformIndex.scan(List.of(c)))
                .sharing(Set.of("b"));

        assertThat(index.jars()).extracting(PlatformJar::role).containsExactly(Role.SHARED, Role.BUNDLE);
    }

    @Test
    void exportsThePackagesOfTheResourceLocatorFromTheSystemBundle() throws IOException {
        Path jar = jar(
                "locator.jar",
                Map.of(
                        "Bundle-SymbolicName", "org.glassfish.hk2.osgi-resource-locator",
                        "Export-Package", "p.one;uses:=\"x,y\";version=\"1.0\",p.two;version=\"2.0\";uses:=\"p.one\""));

        PlatformIndex index = PlatformIndex.scan(List.of(jar));

        assertThat(index.jars().get(0).bundle(PlatformMode.CONNECT)).isFalse();
        assertThat(index.jars().get(0).bundle(PlatformMode.CLASSIC)).isTrue();
        assertThat(index.systemPackages()).isEqualTo("p.one;version=\"1.0\",p.two;version=\"2.0\"");
    }

    @Test
    void dropsImportsThatCanBeWiredInOneWayOnlyAndWhatPackagesUse() throws IOException {
        Path a = jar(
                "a.jar",
                Map.of(
                        "Bundle-SymbolicName",
                        "a",
                        "Service-Component",
                        "a.xml",
                        "Export-Package",
                        "own;version=\"1.0\";uses:=\"x,y\",twice",
                        "Import-Package",
                        "own;version=\"[1.0,2)\",twice,javax.sql,other;version=\"[1,2)\",missing"));
        Path b = jar("b.jar", Map.of("Bundle-SymbolicName", "b", "Export-Package", "other,twice"));

        PlatformIndex index = PlatformIndex.scan(List.of(a, b));

        assertThat(index.jars().get(0).headers())
                .containsEntry("Import-Package", "twice,other;version=\"[1,2)\",missing")
                .containsEntry("Export-Package", "own;version=\"1.0\",twice");
    }

    private Path jar(String name, Map<String, String> headers) throws IOException {
        return Jars.write(lib.resolve(name), headers, Map.of());
    }
}
