/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditTypes;
import io.subrack.audit.api.AuditUnavailableException;
import io.subrack.auth.spi.Accounts.Login;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.UserStore.User;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks names, passwords and codes. A name that nobody has takes the same steps as one that somebody has, up to the
 * point where the password was right.
 */
final class Logins {
    private static final Duration BUSY = Duration.ofSeconds(2);

    private final AccountState state;
    private final SecondFactors factors;

    Logins(AccountState state, SecondFactors factors) {
        this.state = state;
        this.factors = factors;
    }

    Login login(String typedName, String password, @Nullable String replaced, Origin from) {
        var name = Names.typed(typedName);
        return throttled(name, from, () -> {
            var user = state.byTypedName(name);
            boolean right = matches(user.map(User::passwordHash).orElse(""), password);
            if (!right || user.isEmpty() || !user.get().enabled()) {
                state.audit.stranger(AuditTypes.LOGIN_FAILED, from, Audit.named(user));
                return new Login.Refused();
            }
            return passwordWasRight(rehashed(user.get(), password), replaced, from);
        });
    }

    boolean matches(User user, String password) {
        return matches(user.passwordHash(), password);
    }

    private boolean matches(String stored, String password) {
        boolean possible = password.length() <= 4 * PasswordRules.MAX_CHARS;
        var normalized = possible ? PasswordRules.normalized(password) : "";
        if (PasswordRules.isTooLong(normalized)) {
            normalized = "";
        }
        return state.hashes.matches(stored, normalized) && !normalized.isEmpty();
    }

    /** Hashes a password anew if that is done otherwise today; if that cannot be now, it is done at the next login. */
    private User rehashed(User user, String password) {
        if (!state.hashes.isOutdated(user.passwordHash())) {
            return user;
        }
        try {
            var hash = state.hashes.hash(PasswordRules.normalized(password));
            var updated = state.users.update(Edits.password(user, hash, user.passwordChanged()));
            state.people.remember(updated);
            return updated;
        } catch (PasswordHashes.BusyException | StoreConflictException e) {
            return user;
        }
    }

    private Login passwordWasRight(User user, @Nullable String replaced, Origin from) {
        if (factors.confirmed(user.id()).isPresent()) {
            state.throttle.undo(Names.typed(user.name()), from.address());
            return new Login.SecondFactorNeeded(state.tickets.issue(
                    new LoginTickets.Waiting(user.id(), user.name(), user.passwordHash(), replaced)));
        }
        return begin(user.id(), user.name(), user.passwordHash(), List.of("pwd"), replaced, from);
    }

    Login secondFactor(String ticket, String code, Origin from) {
        var attempt = state.tickets.attempt(ticket);
        if (attempt.isEmpty()) {
            return new Login.Refused();
        }
        var waiting = attempt.get();
        var login = throttled(waiting.userName(), from, () -> {
            if (!factors.accepts(waiting.userId(), code, from)) {
                state.audit.stranger(
                        AuditTypes.LOGIN_FAILED, from, "name", waiting.userName(), "reason", "second factor");
                return new Login.Refused();
            }
            if (!state.tickets.take(ticket)) {
                return new Login.Refused();
            }
            return begin(
                    waiting.userId(),
                    waiting.userName(),
                    waiting.passwordHash(),
                    List.of("pwd", "otp"),
                    waiting.replaced(),
                    from);
        });
        if (login instanceof Login.Later || login instanceof Login.Busy) {
            state.tickets.undo(ticket);
        }
        return login;
    }

    private Login throttled(String name, Origin from, Supplier<Login> attempt) {
        var wait = state.throttle.begin(name, from.address());
        if (!wait.time().isZero()) {
            if (wait.untold() > 0) {
                state.audit.stranger(
                        AuditTypes.LOGIN_LOCKED,
                        from,
                        Audit.named(ifReadable(name), "attempts", Integer.toString(wait.untold())));
            }
            return new Login.Later(wait.time().plusMillis(999).truncatedTo(ChronoUnit.SECONDS));
        }
        try {
            return attempt.get();
        } catch (PasswordHashes.BusyException e) {
            state.throttle.undo(name, from.address());
            return new Login.Busy(BUSY);
        } catch (StoreUnavailableException | AuditUnavailableException e) {
            state.throttle.undo(name, from.address());
            throw e;
        }
    }

    private Optional<User> ifReadable(String name) {
        try {
            return state.byTypedName(name);
        } catch (StoreUnavailableException e) {
            return Optional.empty();
        }
    }

    /** Begins a session if the user is still as it was when the password was checked. */
    private Login begin(
            String userId,
            String name,
            String passwordHash,
            List<String> methods,
            @Nullable String replaced,
            Origin from) {
        var cookie = Opaque.session();
        var session = state.people.exclusively(userId, () -> {
            var user = state.users
                    .user(userId)
                    .filter(known -> known.enabled() && known.passwordHash().equals(passwordHash));
            return user.map(known -> state.sessions.begin(cookie, known, methods, from.address(), from.userAgent()));
        });
        if (session.isEmpty()) {
            return new Login.Refused();
        }
        try {
            state.audit.own(AuditTypes.LOGIN_SUCCEEDED, userId, from, "auth.method", String.join(" ", methods));
        } catch (AuditUnavailableException e) {
            state.sessions.end(session.get().id());
            throw e;
        }
        state.throttle.succeeded(name, from.address());
        endReplaced(replaced, session.get());
        return new Login.Done(cookie, session.get());
    }

    private void endReplaced(@Nullable String replaced, Session fresh) {
        Optional.ofNullable(replaced).flatMap(state.sessions::session).ifPresent(old -> state.replace(old, fresh));
    }
}
