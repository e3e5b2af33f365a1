/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment.bundles.text;

/** An API that one test bundle exports and another imports. */
public interface Text {
    String text();
}
