/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An OSGi service.
 *
 * @param bundle symbolic name of who registered it
 * @param consumers symbolic names of the bundles that use it, sorted
 * @param properties what it says of itself; secrets are masked
 * @param health how the bundle stands that registered it; null for a platform bundle
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServiceItem(
        long id,
        List<String> interfaces,
        String bundle,
        String version,
        long bundleId,
        int ranking,
        String scope,
        List<String> consumers,
        Map<String, Object> properties,
        @Nullable String health) {}
