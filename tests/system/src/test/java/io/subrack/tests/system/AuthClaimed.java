/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** What a first start leaves that has found a password file. {@link SetupIT} has none. */
abstract class AuthClaimed extends AuthPart {
    @Test
    void isClaimedWithoutAPersonFromAPasswordFile() throws Exception {
        Path token = rig.platform().operatorTokenFile();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(token)).matches("srk_[A-Za-z0-9_-]{43}\\s*");
        assertThat(rig.platform().data().resolve("setup-token")).doesNotExist();
        assertThat(rig.operator().get(ApiClient.MANAGEMENT + "/users").text()).contains("\"" + Subrack.ADMIN + "\"");
        assertThat(rig.secrets().leaks(rig.platform())).isEmpty();
    }
}
