/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import org.junit.jupiter.api.AfterAll;

/** Some tests of bundles, on a platform that has none before and after them: {@link BundlesIT} names them all. */
abstract class BundlesPart {
    static final SharedSubrack subrack = BundlesIT.SUBRACK;

    @AfterAll
    static void leaveNothing() throws Exception {
        subrack.removeAll();
    }
}
