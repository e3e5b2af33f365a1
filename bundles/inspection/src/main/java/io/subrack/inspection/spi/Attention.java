/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that an admin should look at.
 *
 * @param bundle whose; null if no single bundle's
 * @param severity {@code error}, {@code warning} or {@code info}
 * @param deployment id of the deployment that it is about; null if about none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Attention(
        @Nullable String bundle,
        String severity,
        String sentence,
        @Nullable String deployment,
        List<Fix> fixes) {
    public static final String ERROR = "error";
    public static final String WARNING = "warning";
    public static final String INFO = "info";
}
