/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.util.List;

/**
 * What a participant says of an artifact that a plan would make live.
 *
 * @param refusals why the plan cannot be applied, as sentences with what to do
 * @param warnings what an admin should know, as sentences
 */
public record Review(List<String> refusals, List<String> warnings) {
    public static final Review NOTHING = new Review(List.of(), List.of());

    public Review {
        refusals = List.copyOf(refusals);
        warnings = List.copyOf(warnings);
    }
}
