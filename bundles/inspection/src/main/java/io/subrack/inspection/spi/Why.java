/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import java.util.List;

/**
 * Why something is not running.
 *
 * @param sentence the cause
 * @param leafCauses where the failure begins, each as a sentence; empty if all is well
 * @param fixes what would help, the best first
 */
public record Why(String sentence, List<String> leafCauses, List<Fix> fixes) {
    public Why {
        leafCauses = List.copyOf(leafCauses);
        fixes = List.copyOf(fixes);
    }
}
