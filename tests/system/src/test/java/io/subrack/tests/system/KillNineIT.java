/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.data.testing.FreePort;
import io.subrack.tests.system.AuthRig.Registered;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} at random moments, during a deployment, while everything that central auth knows is changed: the next
 * start finds by itself the set before or the set after, and all that auth has acknowledged.
 */
@Order(2)
class KillNineIT {
    private static final int ROUNDS = Integer.getInteger("subrack.kill.rounds", 10);
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    /** What must have happened before a kill, so that each kind does, and some of them a moment ago. */
    private static final List<String> AWAITED = List.of(
            AuthChanges.KEYS_EXCHANGED,
            "users disabled or deleted",
            "refresh tokens used",
            AuthChanges.KEYS_ROTATED,
            "grants revoked",
            "clients disabled or deleted",
            "users disabled or deleted",
            "client tokens revoked",
            "API tokens deleted");

    private final long seed = Long.getLong("subrack.kill.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final AuthLedger ledger = new AuthLedger();
    private Subrack subrack;
    private AuthRig rig;
    private Registered web;
    private Browser admin;

    @BeforeEach
    void start() throws Exception {
        subrack = SharedSubrack.fresh("KillNineIT");
        subrack.set("io.subrack.web", "port", Integer.toString(FreePort.any())); // it is in the issuer's name
        subrack.set("io.subrack.auth", "access.token.minutes", "60");
        subrack.set("io.subrack.auth.oauth", "refresh.grace.seconds", "0"); // so that once is once
        subrack.set("io.subrack.deployment", "watch.millis", "50");
        startFor(1);
        rig = AuthRig.of(subrack);
        rig.deployVault();
        web = rig.webClient("kill-web");
        admin = rig.browser();
        rig.authorize(admin, web, "openid");
    }

    /** The first compiler alone: it is killed before the second pays, unless it makes keys. */
    private void startFor(int round) throws Exception {
        boolean makesKeys = AuthChanges.makesKeys(awaited(round));
        subrack.environment("JDK_JAVA_OPTIONS", makesKeys ? "" : "-XX:TieredStopAtLevel=1");
        subrack.start();
    }

    private static String awaited(int round) {
        return AWAITED.get(round % AWAITED.size());
    }

    @AfterEach
    void end() {
        subrack.close();
    }

    @Test
    void losesNothingThatWasAcknowledgedNorLeavesAMix() throws Exception {
        System.out.println("seed " + seed);
        KilledDeployments deployments = new KilledDeployments(subrack, random, AuthRig.VAULT);
        AuthAfterKill auth = new AuthAfterKill(rig, ledger, web, random);
        for (int round = 1; round <= ROUNDS; round++) {
            deployments.choose();
            String awaited = awaited(round);
            AuthChanges changes = new AuthChanges(rig, ledger, web, admin, random.nextLong(), awaited);
            changes.begin();
            long enough = ledger.counted(awaited) + 1;
            Waiting.until(awaited, DEADLINE, () -> ledger.counted(awaited) >= enough || changes.failed());
            deployments.begin();
            subrack.kill();
            changes.end();
            deployments.end();

            startFor(round + 1);

            String where = "round " + round + ", seed " + seed + ", log " + subrack.log() + ": ";
            deployments.check(where);
            auth.check(where);
            assertThat(admin.get("/account").status()).as(where).isEqualTo(200);
        }
        System.out.println(ROUNDS + " kills: " + deployments + "; acknowledged: " + ledger.counts());
        assertThat(subrack.stop()).isZero();
        assertThat(subrack.command("audit", "verify")).isZero();
    }
}
