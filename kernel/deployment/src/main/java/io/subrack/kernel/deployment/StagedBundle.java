/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.ArtifactInfo;
import java.util.Optional;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.apache.felix.utils.resource.ResourceImpl;
import org.osgi.framework.BundleException;
import org.osgi.framework.namespace.HostNamespace;
import org.osgi.resource.Requirement;

/** A bundle that a plan would install: what the resolver knows of it comes from its manifest alone. */
final class StagedBundle extends ResourceImpl {
    private final ArtifactInfo info;
    private final boolean rewired;

    private StagedBundle(ArtifactInfo info, boolean rewired) {
        this.info = info;
        this.rewired = rewired;
    }

    /** @param rewired whether it is live already and only wired anew */
    static StagedBundle of(ArtifactInfo info, boolean rewired) {
        StagedBundle bundle = new StagedBundle(info, rewired);
        try {
            ResourceBuilder.build(bundle, null, info.headers());
        } catch (BundleException e) {
            throw Refusal.invalid(
                    "The manifest of " + bundle + " cannot be understood: " + Refusal.quoted(e.getMessage()) + ".");
        }
        return bundle;
    }

    ArtifactInfo info() {
        return info;
    }

    boolean rewired() {
        return rewired;
    }

    /** Returns the requirement for a host, or empty if this is no fragment. */
    Optional<Requirement> host() {
        return getRequirements(HostNamespace.HOST_NAMESPACE).stream().findFirst();
    }

    @Override
    public String toString() {
        return info.symbolicName() + " " + info.version();
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
