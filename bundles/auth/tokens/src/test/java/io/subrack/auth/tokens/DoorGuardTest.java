/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.Guard.Authentication;
import io.subrack.auth.spi.Guard.Authentication.Accepted;
import io.subrack.auth.spi.Guard.Authentication.Refused;
import io.subrack.auth.spi.Guard.Credentials;
import io.subrack.auth.spi.Guard.Decision;
import io.subrack.auth.spi.Guard.Decision.Denied;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guard before and after the stores of central auth are there. */
class DoorGuardTest {
    @TempDir
    Path directory;

    private TokenRig rig;
    private ClaimMark mark;

    @BeforeEach
    void start() {
        rig = new TokenRig(directory);
        mark = ClaimMark.below(directory);
        mark.make();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private DoorGuard guard(Duration patience) {
        return new DoorGuard(mark, patience, List.of());
    }

    private CredentialGuard later() {
        return new CredentialGuard(rig.tokens, rig.issuer, () -> true, mark, rig.upkeep, List.of());
    }

    private Credentials token() {
        return new Credentials(List.of("Bearer " + rig.issue().token()), List.of(), "GET", null, null, false);
    }

    @Test
    void decidesForNobodyWithoutAnyStore() {
        DoorGuard guard = guard(Duration.ZERO);

        assertThat(guard.claimed()).isTrue();
        assertThat(guard.authorize(Caller.ANONYMOUS, AccessRequirement.PUBLIC)).isEqualTo(Decision.PERMITTED);
        assertThat(guard.authorize(Caller.ANONYMOUS, AccessRequirement.UNDECLARED))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.status()).isEqualTo(403));
        assertThat(guard.authorize(Caller.ANONYMOUS, AccessRequirement.scopes("orders.read")))
                .isInstanceOfSatisfying(
                        Denied.class, denied -> assertThat(denied.status()).isEqualTo(401));
    }

    @Test
    void letsACredentialWaitForTheStores() throws Exception {
        DoorGuard guard = guard(Duration.ofSeconds(30));
        CompletableFuture<Authentication> answer = CompletableFuture.supplyAsync(() -> guard.authenticate(token()));
        Thread.sleep(50);
        assertThat(answer).isNotDone();
        CredentialGuard later = later();

        guard.guards(List.of(later));

        assertThat(answer.get()).isInstanceOf(Accepted.class);
        later.close();
    }

    @Test
    void tellsACredentialToComeBackIfTheStoresDoNotCome() {
        DoorGuard guard = guard(Duration.ofMillis(20));

        Authentication answer = guard.authenticate(token());

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(503));
        assertThat(guard.fault()).endsWith(".");
    }

    @Test
    void takesAnInstallationWithoutAMarkForANewOneUntilTheStoresSayOtherwise() {
        mark = ClaimMark.below(directory.resolve("fresh"));
        DoorGuard guard = guard(Duration.ZERO);
        assertThat(guard.claimed()).isFalse();

        guard.noteClaimed();

        assertThat(guard.claimed()).isTrue();
    }
}
