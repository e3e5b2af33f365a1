/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an action on a bundle hits.
 *
 * @param services what it registers, with the capability bundles that use each
 * @param endpoints the paths that it serves
 * @param dependents symbolic names of the capability bundles that use it, or use one that does, sorted
 * @param pages how many pages it brings to the console
 * @param sentence the same in words, for the question before the action
 */
public record Impact(
        String bundle,
        String action,
        List<ServiceUse> services,
        List<Endpoint> endpoints,
        List<String> dependents,
        long pages,
        String sentence) {
    /** A service and who uses it. */
    public record ServiceUse(@JsonProperty("interface") String type, List<String> consumers) {}

    /** A path and how busy it is, if anybody measures. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Endpoint(String prefix, @Nullable Double requestsPerSecond) {}

    /** What can be done to a bundle. */
    public enum Action {
        STOP,
        UNINSTALL,
        UPDATE
    }
}
