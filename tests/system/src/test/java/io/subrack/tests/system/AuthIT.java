/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Central auth as clients, people and attackers see it. All parts share one platform, with the vault on it, and none
 * leaves anything behind that the others mind: clients have names of their own, and who guesses passwords comes last.
 */
@Order(3)
class AuthIT {
    @RegisterExtension
    static final AuthRig RIG = new AuthRig(platform -> platform.set("io.subrack.deployment", "probe.millis", "2000"));

    @BeforeAll
    static void deployVault() throws Exception {
        RIG.deployVault();
    }

    @Nested
    @Order(1)
    class Claimed extends AuthClaimed {}

    @Nested
    @Order(2)
    class Guard extends AuthGuard {}

    @Nested
    @Order(3)
    class Intrusion extends AuthIntrusion {}

    @Nested
    @Order(4)
    class Authorize extends AuthAuthorize {}

    @Nested
    @Order(5)
    class Tokens extends AuthTokens {}

    @Nested
    @Order(6)
    class TokenLife extends AuthTokenLife {}

    @Nested
    @Order(7)
    class Login extends AuthLogin {}
}
