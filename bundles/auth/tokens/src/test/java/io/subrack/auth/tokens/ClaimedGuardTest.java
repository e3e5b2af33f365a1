/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.Guard.Authentication;
import io.subrack.auth.spi.Guard.Authentication.Accepted;
import io.subrack.auth.spi.Guard.Authentication.Refused;
import io.subrack.auth.spi.Guard.Credentials;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.kernel.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guard knows of the claim of an installation, and what it does until it has read its data. */
class ClaimedGuardTest {
    @TempDir
    Path directory;

    private TokenRig rig;
    private CredentialGuard guard;
    private volatile boolean claimed = true;
    private volatile boolean accountsDown;

    @BeforeEach
    void start() {
        rig = new TokenRig(directory);
        guard = guard();
    }

    @AfterEach
    void stop() {
        guard.close();
        rig.close();
    }

    private CredentialGuard guard() {
        return new CredentialGuard(rig.tokens, rig.issuer, this::readClaimed, mark(), rig.upkeep, List.of());
    }

    private void neverClaimed() {
        claimed = false;
        try {
            Files.deleteIfExists(directory.resolve("claimed"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean readClaimed() {
        if (accountsDown) {
            throw new StoreUnavailableException("The database does not answer.", new IllegalStateException("down"));
        }
        return claimed;
    }

    private static Credentials header(String... authorization) {
        return new Credentials(List.of(authorization), List.of(), "GET", null, null, false);
    }

    private void refused(Credentials credentials, int status) {
        assertThat(guard.authenticate(credentials))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(status));
    }

    @Test
    void isOpenAsSoonAsItIsToldOfTheClaim() {
        neverClaimed();
        guard = guard();
        assertThat(guard.claimed()).isFalse();

        guard.noteClaimed();

        assertThat(guard.claimed()).isTrue();
    }

    @Test
    void findsOutByItselfThatSomebodyHasClaimedIt() {
        neverClaimed();
        guard = guard();

        claimed = true;

        Await.until("the claim is seen", guard::claimed);
    }

    @Test
    void isClosedAndNotUnclaimedWhileTheAccountsCannotBeRead() {
        accountsDown = true;
        neverClaimed();
        guard = guard();

        assertThat(guard.claimed()).isTrue();
        refused(header("Bearer " + rig.issue().token()), 503);
        refused(header(), 503);
        accountsDown = false;

        Await.until("the accounts are read", () -> guard.authenticate(header()) instanceof Accepted);
        assertThat(guard.claimed()).isFalse();
    }

    /** Returns a guard that has not read anything yet, and what it is to do. */
    private CredentialGuard starting(Deque<Runnable> toDo) {
        Upkeep later = new Upkeep(toDo::add);
        return new CredentialGuard(rig.tokens, rig.issuer, this::readClaimed, mark(), later, List.of());
    }

    private ClaimMark mark() {
        return new ClaimMark(directory.resolve("claimed"));
    }

    @Test
    void needNotWaitForTheDatabaseToKnowThatSomebodyHasClaimedIt() {
        Deque<Runnable> toDo = new ArrayDeque<>();

        guard = starting(toDo);

        assertThat(toDo).isNotEmpty();
        assertThat(guard.claimed()).as("by the mark of the start before").isTrue();
    }

    @Test
    void letsATokenWaitForTheFirstReadingRatherThanRefuseIt() throws Exception {
        Deque<Runnable> toDo = new ArrayDeque<>();
        guard = starting(toDo);
        CompletableFuture<Authentication> waiting =
                CompletableFuture.supplyAsync(() -> guard.authenticate(header("Bearer srk_none")));
        assertThat(waiting).isNotDone();

        toDo.remove().run();

        assertThat(waiting.get(30, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.status()).isEqualTo(401));
    }

    @Test
    void staysClosedUntilItKnowsThatSomebodyHasClaimedIt() {
        neverClaimed();
        claimed = true;
        Deque<Runnable> toDo = new ArrayDeque<>();

        guard = starting(toDo);

        assertThat(guard.claimed()).isFalse();
        toDo.remove().run();
        assertThat(guard.claimed()).isTrue();
        assertThat(mark().isThere()).isTrue();
    }

    @Test
    void isClosedAndNotUnclaimedWithADatabaseThatDoesNotKnowOfTheClaim() {
        mark().make();
        claimed = false;

        guard = guard();

        assertThat(guard.claimed()).isTrue();
        assertThat(guard.fault()).contains("another database").contains("delete");
        refused(header("Bearer " + rig.issue().token()), 503);
        refused(header(), 503);
        assertThat(mark().isThere()).isTrue();
        claimed = true;

        Await.until("the right database is back", () -> guard.fault().isEmpty());
        assertThat(guard.authenticate(header())).isInstanceOf(Accepted.class);
    }

    @Test
    void doesNotForgetAClaimOverWhatWasReadBefore() {
        neverClaimed();
        Deque<Runnable> toDo = new ArrayDeque<>();
        guard = starting(toDo);

        guard.noteClaimed();
        toDo.remove().run();

        assertThat(guard.claimed()).isTrue();
    }
}
