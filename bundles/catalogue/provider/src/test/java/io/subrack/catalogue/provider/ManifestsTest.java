/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class ManifestsTest {
    private static IndexedBundle read(Map<String, String> headers) {
        return Manifests.read(headers::get, "a.jar", Optional.empty(), OptionalLong.empty())
                .orElseThrow();
    }

    @Test
    void saysWhatABundleProvidesAndNeeds() {
        var bundle = read(Map.of(
                "Bundle-SymbolicName",
                "com.acme.text;singleton:=true",
                "Bundle-Version",
                "2.3.0",
                "Export-Package",
                "com.acme.text;com.acme.words;version=\"2.3\";uses:=\"a,b\",com.acme.other",
                "Import-Package",
                "com.acme.lib;version=\"[1,2)\",com.acme.more;resolution:=optional",
                "Provide-Capability",
                "com.acme;com.acme=x;n:Long=3;list:List<String>=\"a,b\";version:Version=1.5"));

        assertThat(bundle.provided(
                        "osgi.wiring.package",
                        IndexedBundle.filter("(&(osgi.wiring.package=com.acme.words)(version>=2.1)(!(version>=3)))")))
                .contains(new Version(2, 3, 0));
        assertThat(bundle.provided(
                        "osgi.wiring.package",
                        IndexedBundle.filter("(&(osgi.wiring.package=com.acme.words)(version>=3))")))
                .isEmpty();
        assertThat(bundle.provided("com.acme", IndexedBundle.filter("(&(n>=2)(list=b)(version>=1.5))")))
                .isPresent();
        assertThat(bundle.provided("osgi.identity", IndexedBundle.filter("(osgi.identity=com.acme.text)")))
                .isPresent();
        assertThat(bundle.requirements())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder(
                        "osgi.wiring.package (&(osgi.wiring.package=com.acme.lib)(version>=1.0.0)(!(version>=2.0.0)))",
                        "osgi.wiring.package (osgi.wiring.package=com.acme.more) (optional)");
    }

    @Test
    void takesNoNameThatIsNone() {
        assertThat(Manifests.read(
                        Map.of("Bundle-SymbolicName", "../../evil")::get, "", Optional.empty(), OptionalLong.empty()))
                .isEmpty();
        assertThat(Manifests.read(Map.<String, String>of()::get, "", Optional.empty(), OptionalLong.empty()))
                .isEmpty();
    }

    @Test
    void knowsWellKnownBundles() {
        assertThat(KnownBundles.all()).hasSizeGreaterThan(40);
        assertThat(Search.hints("osgi.wiring.package", "(osgi.wiring.package=com.google.gson)"))
                .extracting(KnownBundles.Known::symbolicName)
                .containsExactly("com.google.gson");
    }
}
