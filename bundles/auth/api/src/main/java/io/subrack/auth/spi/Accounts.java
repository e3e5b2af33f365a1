/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.SessionStore.ApiToken;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.UserStore.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What people do with their accounts: log in, log out, change what is theirs. Each change is on disk, and in the audit
 * log, when its method returns. All methods that write throw {@link StoreUnavailableException}. Thread-safe.
 */
@ProviderType
public interface Accounts {
    /** Name of the cookie that holds a browser session. */
    String SESSION_COOKIE = "__Host-subrack-session";

    /** The scope of a token by which a person manages their own account. Every user can give it; never unasked. */
    String SCOPE = "account";

    /** Says whether somebody calls by a browser session, rather than by a token. */
    static boolean isSession(Caller caller) {
        return caller.kind() == Caller.Kind.USER
                && caller.actor() == null
                && caller.clientId().isEmpty()
                && caller.authenticated() != null;
    }

    /**
     * Checks name and password. Takes the same time whether or not the name exists.
     *
     * @param replaced the session that the browser shows, which ends with a success; null for none
     */
    Login login(String name, String password, @Nullable String replaced, Origin from);

    /** Goes on after {@link Login.SecondFactorNeeded} with a TOTP or recovery code. */
    Login secondFactor(String ticket, String code, Origin from);

    /** Returns a session that is alive by the value of its cookie, and counts this as use. Answers from memory. */
    Optional<Session> session(String cookieValue);

    /** Returns the user as last read; answers from memory for users with a session. */
    Optional<User> user(String userId);

    /** Returns the scopes of a user's roles, those of the groups included. */
    Set<String> scopes(User user);

    /** Returns the names of a user's roles, those of the groups included. */
    Set<String> roles(User user);

    /**
     * Returns those of a user's roles that a credential with these scopes stands for: none reaches further than the
     * credential. A role without scopes is always among them.
     */
    Set<String> roles(User user, Set<String> scopes);

    List<Session> sessions(String userId);

    /** Says whether a session is alive, by its id. Answers from memory, and does not count this as use. */
    boolean hasSession(String sessionId);

    /** Ends a session and the grants given in it. False if there is no such session of this user. */
    boolean endSession(String userId, String sessionId, Origin from);

    /**
     * Changes a password; all other sessions, grants and tokens of the user end, API tokens stay.
     *
     * @param current the password so far
     * @param keep the session that stays
     * @throws RejectedException if the current password is wrong or the new one does not do
     */
    void changePassword(String userId, String current, String fresh, @Nullable String keep, Origin from);

    /**
     * Begins to set up TOTP; not asked for until {@link #confirmTotp}.
     *
     * @throws RejectedException if the password is wrong, or there is a second factor already
     */
    TotpSetup beginTotp(String userId, String password, Origin from);

    /**
     * Returns the recovery codes, which are shown this once.
     *
     * @throws RejectedException if the code is wrong
     */
    List<String> confirmTotp(String userId, String code, Origin from);

    /** @throws RejectedException if the password is wrong */
    void removeTotp(String userId, String password, Origin from);

    boolean hasTotp(String userId);

    List<ApiToken> apiTokens(String userId);

    /**
     * Makes an API token for a person whom the caller of this method knows by their session. What ends the user's
     * credentials meanwhile ends this one, too.
     *
     * @param scopes some of the user's, and {@link #SCOPE} for a token that manages the account
     * @param lifetime at most one year
     * @throws RejectedException if the name is taken or a scope is not the user's
     */
    NewToken createApiToken(String userId, String name, Set<String> scopes, Duration lifetime, Origin from);

    /**
     * Makes an API token by another credential of the same person, which it never exceeds: its scopes are some of the
     * credential's, and it ends with the API token that made it, at the latest. A browser session has all the user's.
     *
     * @throws RejectedException as above, or if the credential has ended
     */
    NewToken createApiToken(Caller by, String name, Set<String> scopes, Duration lifetime, Origin from);

    boolean deleteApiToken(String userId, String tokenId, Origin from);

    /**
     * Claims a new installation: makes its first admin.
     *
     * @throws RejectedException if the token is wrong, the name or password does not do, or somebody was faster
     */
    User claim(String setupToken, String name, String password, Origin from);

    /**
     * Sets a password by a one-time token, which an admin or the offline recovery gave out.
     *
     * @throws RejectedException if the token is wrong, used or too old, or the password does not do
     */
    void redeemReset(String name, String token, String fresh, Origin from);

    /** Returns a value for a form that only pages of this platform, for this browser, can know. */
    String formToken(String binding);

    /** Checks a value from {@link #formToken} in constant time. */
    boolean isFormToken(String binding, String value);

    /**
     * Where a request comes from, for the audit log and rate limits.
     *
     * @param address the peer's, or what a trusted proxy says
     */
    record Origin(String address, String userAgent, String requestId) {}

    /** What became of a login. */
    sealed interface Login {
        /**
         * Logged in.
         *
         * @param cookieValue for {@link #SESSION_COOKIE}
         */
        record Done(String cookieValue, Session session) implements Login {
            /** Leaves out the cookie's value. */
            @Override
            public String toString() {
                return "login of " + session.userId();
            }
        }

        /**
         * The password was right; a code is needed too.
         *
         * @param ticket good for 5 minutes and a few attempts
         */
        record SecondFactorNeeded(String ticket) implements Login {}

        /** Name, password or code are wrong, or the account is disabled: nobody is told which. */
        record Refused() implements Login {}

        /** Too many attempts. */
        record Later(Duration retryAfter) implements Login {}

        /** Too many logins of everybody at once; says nothing of this one. */
        record Busy(Duration retryAfter) implements Login {}
    }

    /**
     * A new TOTP secret, in base32.
     *
     * @param uri {@code otpauth://} for a QR code
     */
    record TotpSetup(String secret, String uri) {
        /** Leaves out the secret. */
        @Override
        public String toString() {
            return "TOTP setup";
        }
    }

    /** A token that is shown this once. */
    record NewToken(String token, String id, Instant expires) {
        /** Leaves out the token. */
        @Override
        public String toString() {
            return "API token " + id;
        }
    }

    /** What was asked for does not do. */
    final class RejectedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Reason reason;

        /** @param message a sentence for the person who asked, with what to do next */
        public RejectedException(Reason reason, String message) {
            super(message);
            this.reason = reason;
        }

        public Reason reason() {
            return reason;
        }
    }

    /** Why something does not do. */
    enum Reason {
        WRONG_CREDENTIAL,
        BAD_VALUE,
        CONFLICT,
        ALREADY_CLAIMED,
        TOO_MANY,
        /** Too much is going on; the same will do in a moment. */
        BUSY
    }
}
