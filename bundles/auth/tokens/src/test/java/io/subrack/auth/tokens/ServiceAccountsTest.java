/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static io.subrack.auth.tokens.BundleRig.ORDERS;
import static io.subrack.auth.tokens.BundleRig.ada;
import static io.subrack.auth.tokens.BundleRig.bundle;
import static io.subrack.auth.tokens.BundleRig.entry;
import static io.subrack.auth.tokens.BundleRig.join;
import static io.subrack.auth.tokens.BundleRig.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.KeyStore.ServiceAccount;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.testing.Await;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Which accounts there are for the bundles of a set, and what a change of the set does to them. */
class ServiceAccountsTest {
    @TempDir
    Path directory;

    private BundleRig test;
    private TokenRig rig;
    private ServiceAccounts accounts;

    @BeforeEach
    void start() throws Exception {
        test = new BundleRig(directory);
        rig = test.rig;
        accounts = test.accounts;
    }

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void makesAnAccountForEachBundleOfTheSet() {
        accounts.expect(List.of(entry(ORDERS, "stock.read"), entry("com.acme.plain")));

        assertThat(rig.store.accounts.get(ORDERS).scopes()).containsExactly("stock.read");
        assertThat(rig.store.accounts.get("com.acme.plain").scopes()).isEmpty();
        assertThat(accounts.granted(bundle(ORDERS, 1))).contains(Set.of("stock.read"));
        assertThat(accounts.granted(bundle("io.subrack.web.provider", 2))).isEmpty();
    }

    @Test
    void endsTheTokensOfAnInstanceWhoseDeploymentIsUndoneAndOfNoOther() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        Bundle fresh = bundle(ORDERS, 2);
        String old = token(test.calls(bundle(ORDERS, 1)).asBundle("/x"));
        Participation deployment = join(accounts, fresh, entry(ORDERS, "stock.read", "stock.write"));
        String own = token(test.calls(fresh).asBundle("/x"));
        String forAda =
                token(test.calls(fresh).onBehalfOf(ada(rig.clock.instant().plusSeconds(90), "stock.write"), "/x"));
        assertThat(rig.tokens.verify(own)).isPresent();
        assertThat(rig.tokens.verify(forAda)).isPresent();

        deployment.undo();
        deployment.close();

        assertThat(rig.tokens.verify(own)).isEmpty();
        assertThat(rig.tokens.verify(forAda)).isEmpty();
        assertThat(rig.tokens.verify(old)).isPresent();
    }

    @Test
    void keepsTheTokensOfAnInstanceWhoseDeploymentIsCommitted() {
        Bundle fresh = bundle(ORDERS, 2);
        Participation deployment = join(accounts, fresh, entry(ORDERS, "stock.read"));
        String token = token(test.calls(fresh).asBundle("/x"));

        deployment.committed();
        deployment.close();

        assertThat(rig.tokens.verify(token)).isPresent();
    }

    @Test
    void givesAStagedInstanceItsGrantsBeforeTheOthers() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        Bundle old = bundle(ORDERS, 1);
        Bundle fresh = bundle(ORDERS, 2);

        Participation deployment = join(accounts, fresh, entry(ORDERS, "stock.write"));
        assertThat(accounts.granted(old)).contains(Set.of("stock.read"));
        assertThat(accounts.granted(fresh)).contains(Set.of("stock.write"));
        deployment.committed();
        deployment.close();

        assertThat(accounts.granted(fresh)).contains(Set.of("stock.write"));
        assertThat(rig.store.accounts.get(ORDERS).scopes()).containsExactly("stock.write");
    }

    @Test
    void forgetsTheGrantsOfADeploymentThatIsUndone() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        Bundle fresh = bundle("com.acme.fresh", 2);

        Participation deployment =
                join(accounts, bundle(ORDERS, 3), entry(ORDERS, "stock.write"), entry("com.acme.fresh", "x"));
        deployment.undo();
        deployment.close();

        assertThat(accounts.granted(fresh)).isEmpty();
        assertThat(accounts.granted(bundle(ORDERS, 3))).contains(Set.of("stock.read"));
        assertThat(rig.store.accounts).containsOnlyKeys(ORDERS);
    }

    @Test
    void endsTokensWithWhatIsNoLongerGranted() {
        accounts.expect(List.of(entry(ORDERS, "stock.read", "stock.write")));
        BundleCalls calls = test.calls(bundle(ORDERS, 1));
        String wide = token(calls.asBundle("/x"));

        Participation deployment = join(accounts, null, entry(ORDERS, "stock.read"));
        deployment.committed();

        assertThat(rig.tokens.verify(wide)).isEmpty();
        assertThat(test.caller(token(calls.asBundle("/x"))).scopes()).containsExactly("stock.read");
    }

    @Test
    void keepsTokensWhenMoreIsGranted() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        String token = token(test.calls(bundle(ORDERS, 1)).asBundle("/x"));

        join(accounts, null, entry(ORDERS, "stock.read", "stock.write")).committed();

        assertThat(rig.tokens.verify(token)).isPresent();
    }

    @Test
    void revokesTheAccountOnceAnUninstalledBundleIsGone() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        String token = token(test.calls(bundle(ORDERS, 1)).asBundle("/x"));

        Participation deployment = join(accounts, null);
        deployment.committed();
        assertThat(rig.tokens.verify(token)).as("while its last requests end").isPresent();
        deployment.close();

        assertThat(rig.tokens.verify(token)).isEmpty();
        assertThat(rig.store.accounts.get(ORDERS).revoked()).isNotNull();
        assertThat(accounts.granted(bundle(ORDERS, 1))).isEmpty();
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        assertThat(rig.store.accounts.get(ORDERS).revoked()).isNull();
        assertThat(rig.tokens.verify(token(test.calls(bundle(ORDERS, 1)).asBundle("/x"))))
                .isPresent();
    }

    @Test
    void bringsTheStoreInStepAfterACrashBetweenSetAndStore() {
        rig.store.accounts.put("com.acme.gone", new ServiceAccount("com.acme.gone", Set.of("x"), Instant.EPOCH, null));
        rig.store.accounts.put(ORDERS, new ServiceAccount(ORDERS, Set.of("x", "y"), Instant.EPOCH, null));

        accounts.expect(List.of(entry(ORDERS, "x")));

        assertThat(rig.store.accounts.get("com.acme.gone").revoked()).isNotNull();
        assertThat(rig.store.accounts.get(ORDERS).scopes()).containsExactly("x");
        assertThat(rig.store.notBefore).containsKeys("subject:bundle:com.acme.gone", "subject:bundle:" + ORDERS);
    }

    @Test
    void hasADeploymentWaitForTheStoreOnlyWhereItBringsRights() {
        List<Runnable> later = new ArrayList<>();
        Upkeep upkeep = new Upkeep(later::add);
        try {
            accounts = new ServiceAccounts(rig.store, rig.revocations, new AuthAudit(), upkeep, rig.clock);

            join(accounts, null, entry("com.acme.plain")).committed();
            assertThat(rig.store.accounts).isEmpty();
            join(accounts, null, entry("com.acme.plain"), entry(ORDERS, "stock.read"))
                    .committed();

            assertThat(rig.store.accounts).containsKeys(ORDERS, "com.acme.plain");
            assertThat(later).hasSize(1);
            join(accounts, null, entry("com.acme.plain"), entry(ORDERS, "stock.read"))
                    .committed();
            assertThat(later).as("nothing is to be done when nothing changes").hasSize(1);
        } finally {
            upkeep.close();
        }
    }

    @Test
    void takesAccountsAwayAlsoWhileTheStoreIsDownAndWritesThatLater() {
        accounts.expect(List.of(entry(ORDERS, "stock.read")));
        String token = token(test.calls(bundle(ORDERS, 1)).asBundle("/x"));
        rig.store.down = true;

        Participation deployment = join(accounts, null);
        deployment.committed();
        deployment.close();
        assertThat(rig.tokens.verify(token)).isEmpty();
        rig.store.down = false;

        Await.until("the store is in step", () -> rig.store.accounts.get(ORDERS).revoked() != null);
        assertThat(rig.store.notBefore).containsKey("subject:bundle:" + ORDERS);
    }
}
