/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

/** Some tests of central auth: {@link AuthIT} names them all. */
abstract class AuthPart {
    static final AuthRig rig = AuthIT.RIG;

    /** Expects an error as OAuth has it, which nobody may keep and which tells no secret. */
    static void refused(int status, String error, ApiAnswer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.json().path("error").asText()).as(answer.toString()).isEqualTo(error);
        assertThat(answer.header("content-type")).startsWith("application/json");
        assertThat(answer.header("cache-control")).as(answer.toString()).isEqualTo("no-store");
        assertThat(rig.secrets().foundIn("the answer", answer.text())).isEmpty();
    }
}
