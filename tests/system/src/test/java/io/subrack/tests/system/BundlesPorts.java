/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the process listens to after all that the other parts have done. */
abstract class BundlesPorts extends BundlesPart {
    @Test
    void opensNoPortButTheDocumentedOne() throws Exception {
        assertThat(ListeningPortsIT.sockets(subrack.platform().pid()))
                .containsExactly("tcp 127.0.0.1:" + subrack.platform().url().getPort());
    }
}
