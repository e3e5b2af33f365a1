/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditTypes;
import io.subrack.audit.api.AuditUnavailableException;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.Accounts.NewToken;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.Accounts.Reason;
import io.subrack.auth.spi.Accounts.RejectedException;
import io.subrack.auth.spi.SessionStore.ApiToken;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.spi.UserStore.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes API tokens, none of which outlives or exceeds what it was made by. */
final class TokenMaker {
    private static final Duration LONGEST_LIFE = Duration.ofDays(365);

    private final AccountState state;

    TokenMaker(AccountState state) {
        this.state = state;
    }

    /**
     * Makes a token.
     *
     * @param asked the user as it was when somebody asked
     * @param by the credential that asks; null for a browser session that is known to be good
     */
    NewToken make(User asked, @Nullable Caller by, String name, Set<String> scopes, Duration lifetime, Origin from) {
        var label = Names.text("the name of a token", name);
        if (label.isEmpty()) {
            throw new RejectedException(Reason.BAD_VALUE, "a token needs a name");
        }
        if (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(LONGEST_LIFE) > 0) {
            throw new RejectedException(Reason.BAD_VALUE, "a token lives for a year at most");
        }
        return state.people.exclusively(asked.id(), () -> {
            var user = unchanged(asked);
            var expires = end(user, by, state.clock.instant().plus(lifetime));
            refuseBeyond(scopes, user, by);
            return store(user, label, scopes, expires, from);
        });
    }

    /** What ended the user's credentials since somebody asked must not leave a new one. */
    private User unchanged(User asked) {
        return state.users
                .user(asked.id())
                .filter(User::enabled)
                .filter(user -> Objects.equals(user.notBefore(), asked.notBefore()))
                .filter(user -> user.passwordHash().equals(asked.passwordHash()))
                .orElseThrow(TokenMaker::ended);
    }

    private Instant end(User user, @Nullable Caller by, Instant wanted) {
        if (by == null || !by.clientId().isEmpty()) {
            return wanted;
        }
        if (Accounts.isSession(by)) {
            var session = state.sessions.byId(by.tokenId()).filter(found -> isOf(user, found));
            if (session.isEmpty()) {
                throw ended();
            }
            return wanted;
        }
        var parent = state.apiTokens.live(user, by.tokenId()).orElseThrow(TokenMaker::ended);
        return parent.expires().isBefore(wanted) ? parent.expires() : wanted;
    }

    private static boolean isOf(User user, Session session) {
        var notBefore = user.notBefore();
        return session.userId().equals(user.id())
                && (notBefore == null || session.created().isAfter(notBefore));
    }

    private void refuseBeyond(Set<String> scopes, User user, @Nullable Caller by) {
        var allowed = new TreeSet<>(state.people.rights().scopesOf(user));
        allowed.add(Accounts.SCOPE);
        refuse("your roles do not allow ", scopes, allowed);
        if (by != null && !Accounts.isSession(by)) {
            refuse("the credential in use does not allow ", scopes, by.scopes());
        }
    }

    private static void refuse(String why, Set<String> scopes, Collection<String> allowed) {
        var beyond = new TreeSet<>(scopes);
        beyond.removeAll(allowed);
        if (!beyond.isEmpty()) {
            throw new RejectedException(Reason.BAD_VALUE, why + String.join(", ", beyond) + "; leave it out");
        }
    }

    private NewToken store(User user, String name, Set<String> scopes, Instant expires, Origin from) {
        if (state.apiTokens.of(user.id()).size() >= state.settings.apiTokensPerUser()) {
            throw new RejectedException(
                    Reason.TOO_MANY, "you have " + state.settings.apiTokensPerUser() + " tokens; delete one first");
        }
        var value = Opaque.fresh(Opaque.API_TOKEN);
        var token = new ApiToken(
                Opaque.id(), Opaque.hash(value), user.id(), name, scopes, state.clock.instant(), expires, null);
        try {
            state.apiTokens.add(token, user);
        } catch (StoreConflictException e) {
            throw new RejectedException(Reason.CONFLICT, "you have a token of this name; choose another");
        }
        try {
            state.audit.own(
                    AuditTypes.API_TOKEN_CREATED,
                    user.id(),
                    from,
                    "id",
                    token.id(),
                    "scopes",
                    String.join(" ", new TreeSet<>(scopes)));
        } catch (AuditUnavailableException e) {
            state.apiTokens.remove(user.id(), token.id());
            throw e;
        }
        return new NewToken(value, token.id(), token.expires());
    }

    private static RejectedException ended() {
        return new RejectedException(Reason.WRONG_CREDENTIAL, "your credentials have ended a moment ago; log in again");
    }
}
