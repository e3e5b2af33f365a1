/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A component, once for each of its configurations.
 *
 * @param state {@code ACTIVE}, {@code SATISFIED}, {@code UNSATISFIED}, {@code FAILED} or {@code DISABLED}
 * @param implementation its class
 * @param configurationPids which configuration it reads
 * @param services the interfaces under which it is registered
 * @param rootCause why it is not there, as a sentence; null if it is
 * @param failure how its activation failed; null if it did not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ComponentView(
        String name,
        String state,
        String implementation,
        List<String> configurationPids,
        List<String> services,
        List<ReferenceView> references,
        @Nullable String rootCause,
        @Nullable String failure) {
    /**
     * What a component asks for.
     *
     * @param target the filter that a service must match; null if any will do
     * @param cardinality {@code 0..1}, {@code 1..1}, {@code 0..n} or {@code 1..n}
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ReferenceView(
            String name,
            @JsonProperty("interface") String type,
            @Nullable String target,
            String cardinality,
            boolean satisfied,
            List<BoundService> boundServices) {}

    /** A service that a component uses. */
    public record BoundService(long id, String bundle) {}
}
