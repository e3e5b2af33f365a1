/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.spi.ArtifactContent;
import java.util.Optional;
import java.util.Set;
import org.osgi.framework.Version;

/** A test bundle as the deployment engine shows it to participants. */
record DescribedArtifact(TestBundle bundle) implements ArtifactContent {
    static final String PROTOTYPE_XML = component(
            HostedBundlesTest.Declared.class.getName(),
            "prototype",
            "<property name=\"osgi.jakartars.resource\" type=\"Boolean\" value=\"true\"/>");

    static String component(String type, String scope, String properties) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.5.0" name="%1$s">
                  %3$s
                  <service scope="%2$s"><provide interface="%1$s"/></service>
                  <implementation class="%1$s"/>
                </scr:component>
                """.formatted(type, scope, properties);
    }

    @Override
    public ArtifactInfo info() {
        return new ArtifactInfo(new Sha256("0".repeat(64)), "com.acme.x", Version.emptyVersion, 1, bundle.headers());
    }

    @Override
    public Set<String> names() {
        return bundle.entries().keySet();
    }

    @Override
    public Optional<byte[]> read(String name) {
        return Optional.ofNullable(bundle.entries().get(name));
    }
}
