/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import org.junit.jupiter.api.Test;

/** What the process listens to after all that the other parts have done; {@link SetupIT} asks for it with TLS. */
abstract class BundlesPorts extends BundlesPart {
    @Test
    void opensNoPortButTheDocumentedOne() throws Exception {
        ListeningPorts.assertNoOther(subrack.platform());
    }
}
