/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.kernel.api.Contribution;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a bundle without looking long.
 *
 * @param symbolicName unique among the capability bundles; platform bundles may have it twice
 * @param version its version
 * @param artifact SHA-256 of what is live; null for a platform bundle
 * @param state {@code STARTED} or {@code STOPPED}: what it is meant to be
 * @param health {@code SERVING}, {@code STARTING}, {@code FAILED} or {@code STOPPED}
 * @param bundleId its id in the framework; null if it could not be installed
 * @param faults why it is not serving, as sentences
 * @param contributions what it offers to the outside
 * @param grants the scopes that its service account has
 * @param name what its manifest calls it, or its symbolic name
 * @param description what its manifest says of it; null if nothing
 * @param vendor who made it; null if nobody says so
 * @param category where it belongs; null if it says nothing
 * @param kind {@code capability} or {@code platform}
 * @param since when this instance was installed, in ISO 8601; null if there is none
 * @param endpoints how many operations it offers over HTTP
 * @param pages how many pages it brings to the console
 * @param traffic what goes through it; null if nobody called it in the last minute
 * @param update a newer version that could be installed; null if none is known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BundleSummary(
        String symbolicName,
        String version,
        @Nullable String artifact,
        String state,
        String health,
        @Nullable Long bundleId,
        List<String> faults,
        List<Contribution> contributions,
        Set<String> grants,
        String name,
        @Nullable String description,
        @Nullable String vendor,
        @Nullable String category,
        String kind,
        @Nullable String since,
        long endpoints,
        long pages,
        @Nullable TrafficView traffic,
        @Nullable UpdateView update,
        SignatureView signature) {
    public static final String CAPABILITY = "capability";
    public static final String PLATFORM = "platform";

    static final String PAGE = "page";

    boolean isServing() {
        return health.equals("SERVING");
    }

    /** Rates over the last minute. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record TrafficView(
            double requestsPerSecond,
            double errorsPerSecond,
            @Nullable Double p95Millis) {}

    /** A newer version, and the repository that has it. */
    public record UpdateView(String version, String repository) {}

    /**
     * Who signed it.
     *
     * @param state "signed" by somebody who is trusted, "stranger" if who signed is not, "unsigned",
     *     "invalid", or "unknown" while nobody has looked
     * @param signer subject of the signer's certificate; null if there is none
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record SignatureView(String state, @Nullable String signer) {
        static final SignatureView UNKNOWN = new SignatureView("unknown", null);
    }
}
