/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import java.util.List;

/**
 * What came out of one health check.
 *
 * @param name how the check calls itself
 * @param bundle symbolic name of the bundle that registered it
 * @param up whether it is well
 * @param status the status in the words of Felix Health Checks
 * @param messages what it said; for operators only
 * @param elapsedMillis how long it ran
 */
record Check(String name, String bundle, boolean up, String status, List<String> messages, long elapsedMillis) {
    Check {
        messages = List.copyOf(messages);
    }
}
