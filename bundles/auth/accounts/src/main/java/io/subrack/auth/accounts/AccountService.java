/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditTypes;
import io.subrack.audit.api.AuditUnavailableException;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.SessionStore.ApiToken;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.UserStore.User;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** What people do with their own accounts. */
@Component(service = Accounts.class)
public final class AccountService implements Accounts {
    private final AccountState state;
    private final Logins logins;
    private final SecondFactors factors;
    private final TokenMaker tokens;

    @Activate
    public AccountService(@Reference AccountState state) {
        this.state = state;
        this.factors = new SecondFactors(state);
        this.logins = new Logins(state, factors);
        this.tokens = new TokenMaker(state);
    }

    @Override
    public Login login(String name, String password, @Nullable String replaced, Origin from) {
        return logins.login(name, password, replaced, from);
    }

    @Override
    public Login secondFactor(String ticket, String code, Origin from) {
        return logins.secondFactor(ticket, code, from);
    }

    @Override
    public Optional<Session> session(String cookieValue) {
        return state.sessions.session(cookieValue);
    }

    @Override
    public Optional<User> user(String userId) {
        return state.people.user(userId);
    }

    @Override
    public Set<String> scopes(User user) {
        return state.people.rights().scopesOf(user);
    }

    @Override
    public Set<String> roles(User user) {
        return state.people.rights().rolesOf(user);
    }

    @Override
    public Set<String> roles(User user, Set<String> scopes) {
        return state.people.rights().coveredRolesOf(user, scopes);
    }

    @Override
    public boolean hasSession(String sessionId) {
        return state.sessions.byId(sessionId).isPresent();
    }

    @Override
    public List<Session> sessions(String userId) {
        return state.sessions.of(userId);
    }

    @Override
    public boolean endSession(String userId, String sessionId, Origin from) {
        var session = state.sessions.byId(sessionId);
        if (session.isEmpty() || !session.get().userId().equals(userId)) {
            return false;
        }
        boolean ended = state.sessions.end(sessionId);
        if (ended) {
            state.audit.own(AuditTypes.LOGOUT, userId, from, "session.id", sessionId);
        }
        return ended;
    }

    @Override
    public void changePassword(String userId, String current, String fresh, @Nullable String keep, Origin from) {
        var user = existing(userId);
        proveWithPassword(user, current, from);
        if (current.equals(fresh)) {
            throw new RejectedException(Reason.BAD_VALUE, "the new password is the old one; choose another");
        }
        var hash = freshHash(user, fresh);
        setPassword(user, hash, keep);
        state.audit.own(AuditTypes.PASSWORD_CHANGED, userId, from);
    }

    @Override
    public void redeemReset(String name, String token, String fresh, Origin from) {
        guarded(Names.typed(name), from, () -> {
            var user = state.byTypedName(Names.typed(name));
            var mark = user.flatMap(known -> ResetMark.parse(known.passwordHash()));
            if (mark.isEmpty() || !user.get().enabled() || !mark.get().isGood(token, state.clock.instant())) {
                state.audit.stranger("auth.reset.refused", from, Audit.named(user));
                throw new RejectedException(
                        Reason.WRONG_CREDENTIAL, "name and token do not fit, or the token is used or too old");
            }
            var hash = freshHash(user.get(), fresh);
            setPassword(user.get(), hash, null);
            state.throttle.succeeded(Names.typed(name), from.address());
            state.audit.own(AuditTypes.PASSWORD_CHANGED, user.get().id(), from, "by", "one-time token");
            return true;
        });
    }

    private String freshHash(User user, String fresh) {
        var normalized = PasswordRules.normalized(fresh);
        state.rules.check(normalized, user.name(), user.email());
        try {
            return state.hashes.hash(normalized);
        } catch (PasswordHashes.BusyException e) {
            throw busy();
        }
    }

    private void setPassword(User as, String hash, @Nullable String keep) {
        state.people.exclusively(as.id(), () -> {
            refuseIfChanged(existing(as.id()), as);
            // First, so that who gets a 503 here can do it again with the password so far. Nobody can log in meanwhile.
            state.endAll(as.id(), keep);
            state.people.change(as.id(), stored -> {
                refuseIfChanged(stored, as);
                return Edits.password(stored, hash, state.clock.instant());
            });
        });
    }

    private static void refuseIfChanged(User stored, User as) {
        if (!stored.passwordHash().equals(as.passwordHash())) {
            throw new RejectedException(Reason.CONFLICT, "the password was changed by somebody else a moment ago");
        }
    }

    @Override
    public TotpSetup beginTotp(String userId, String password, Origin from) {
        var user = existing(userId);
        proveWithPassword(user, password, from);
        return factors.begin(user);
    }

    @Override
    public List<String> confirmTotp(String userId, String code, Origin from) {
        var name = existing(userId).name();
        return guarded(name, from, () -> {
            var codes = factors.confirm(userId, code, from);
            state.throttle.undo(name, from.address());
            return codes;
        });
    }

    @Override
    public void removeTotp(String userId, String password, Origin from) {
        proveWithPassword(existing(userId), password, from);
        if (state.users.removeSecondFactor(userId)) {
            state.audit.own(AuditTypes.SECOND_FACTOR_DISABLED, userId, from);
        }
    }

    @Override
    public boolean hasTotp(String userId) {
        return factors.confirmed(userId).isPresent();
    }

    @Override
    public List<ApiToken> apiTokens(String userId) {
        return state.apiTokens.of(userId);
    }

    @Override
    public NewToken createApiToken(String userId, String name, Set<String> scopes, Duration lifetime, Origin from) {
        return tokens.make(existing(userId), null, name, scopes, lifetime, from);
    }

    @Override
    public NewToken createApiToken(Caller by, String name, Set<String> scopes, Duration lifetime, Origin from) {
        return tokens.make(existing(by.subject()), by, name, scopes, lifetime, from);
    }

    @Override
    public boolean deleteApiToken(String userId, String tokenId, Origin from) {
        boolean deleted = state.people.exclusively(userId, () -> {
            if (state.apiTokens.of(userId).stream()
                    .noneMatch(token -> token.id().equals(tokenId))) {
                return false;
            }
            state.revocations.grant(tokenId); // what bundles do on its behalf
            return state.apiTokens.remove(userId, tokenId);
        });
        if (deleted) {
            state.audit.own(AuditTypes.API_TOKEN_REVOKED, userId, from, "id", tokenId);
        }
        return deleted;
    }

    @Override
    public User claim(String setupToken, String name, String password, Origin from) {
        return state.claiming.claim(setupToken, name, password, from);
    }

    @Override
    public String formToken(String binding) {
        return state.formTokens.token(binding);
    }

    @Override
    public boolean isFormToken(String binding, String value) {
        return state.formTokens.isGood(binding, value);
    }

    private User existing(String userId) {
        return state.users
                .user(userId)
                .filter(User::enabled)
                .orElseThrow(() -> new RejectedException(Reason.WRONG_CREDENTIAL, "there is no such user any more"));
    }

    /** Lets somebody with a session, which may be stolen, go on only with the password. */
    private void proveWithPassword(User user, String password, Origin from) {
        guarded(user.name(), from, () -> {
            boolean right;
            try {
                right = logins.matches(user, password);
            } catch (PasswordHashes.BusyException e) {
                throw busy();
            }
            if (!right) {
                state.audit.ownFailed(AuditTypes.LOGIN_FAILED, user.id(), from, "reason", "current password");
                throw new RejectedException(Reason.WRONG_CREDENTIAL, "the current password is wrong");
            }
            state.throttle.succeeded(user.name(), from.address());
            return true;
        });
    }

    private <T> T guarded(String name, Origin from, Supplier<T> action) {
        var wait = state.throttle.begin(name, from.address()).time();
        if (!wait.isZero()) {
            throw new RejectedException(
                    Reason.TOO_MANY, "too many attempts; try again in " + (wait.toSeconds() + 1) + " s");
        }
        try {
            return action.get();
        } catch (RejectedException e) {
            if (e.reason() != Reason.WRONG_CREDENTIAL) { // what was to be guessed was right, or nobody has looked
                state.throttle.undo(name, from.address());
            }
            throw e;
        } catch (StoreUnavailableException | AuditUnavailableException e) {
            state.throttle.undo(name, from.address());
            throw e;
        }
    }

    static RejectedException busy() {
        return new RejectedException(Reason.BUSY, "too much is going on; try again in a moment");
    }
}
