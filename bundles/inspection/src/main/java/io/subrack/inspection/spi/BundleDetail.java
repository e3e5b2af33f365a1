/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bundle with all that is known of it.
 *
 * @param bundle what lists show
 * @param headers the main headers of its manifest, sorted by name
 * @param wiring what it is wired to, in words
 * @param requirements what it asks of others, and who gives it
 * @param capabilities what it gives, and who takes it
 * @param components its components and how they stand
 * @param services what it registers
 * @param uses what it uses
 * @param pids the configuration that its components read
 * @param versions those that were live, the newest set first
 * @param why why it is not serving; null if it is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BundleDetail(
        @JsonUnwrapped BundleSummary bundle,
        Map<String, String> headers,
        List<Wire> wiring,
        List<RequirementView> requirements,
        List<CapabilityView> capabilities,
        List<ComponentView> components,
        List<ServiceItem> services,
        List<ServiceItem> uses,
        List<String> pids,
        List<VersionView> versions,
        @Nullable Why why) {
    /** One requirement and who provides it. */
    public record Wire(String requirement, String provider) {}

    /**
     * What a bundle asks of others.
     *
     * @param filter what selects among the capabilities of the namespace; empty if any will do
     * @param provider who gives it; null if nobody does
     * @param optional whether the bundle does without
     * @param satisfied whether it is there; null where only an extender knows
     */
    public record RequirementView(
            String namespace,
            String filter,
            Map<String, String> directives,
            Map<String, Object> attributes,
            @Nullable BundleName provider,
            boolean optional,
            @Nullable Boolean satisfied) {}

    /** What a bundle gives, and the symbolic names of the bundles wired to it. */
    public record CapabilityView(
            String namespace, Map<String, Object> attributes, Map<String, String> directives, List<String> consumers) {}

    /** A bundle in few words. */
    public record BundleName(String bundle, String version) {}

    /**
     * A version of the bundle.
     *
     * @param artifact SHA-256
     * @param lastSet the newest set that has it
     * @param live whether the current set has it
     * @param stored whether the artifact is still here, so that it can be deployed without an upload
     */
    public record VersionView(String version, String artifact, long lastSet, boolean live, boolean stored) {}
}
