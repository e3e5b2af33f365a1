/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.SessionStore.ApiToken;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.UserStore.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes no reset token, and nothing else. */
final class FakeAccounts implements Accounts {
    @Override
    public Login login(String name, String password, String replaced, Origin from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Login secondFactor(String ticket, String code, Origin from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Session> session(String cookieValue) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<User> user(String userId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> scopes(User user) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> roles(User user) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Set<String> roles(User user, Set<String> within) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasSession(String sessionId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Session> sessions(String userId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean endSession(String userId, String sessionId, Origin from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void changePassword(String userId, String current, String fresh, String keep, Origin from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public TotpSetup beginTotp(String userId, String password, Origin from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<String> confirmTotp(String userId, String code, Origin from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void removeTotp(String userId, String password, Origin from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasTotp(String userId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ApiToken> apiTokens(String userId) {
        return List.of();
    }

    @Override
    public NewToken createApiToken(String userId, String name, Set<String> scopes, Duration lifetime, Origin from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public NewToken createApiToken(Caller by, String name, Set<String> scopes, Duration lifetime, Origin from) {
        return new NewToken("srk_secret", by.subject() + "-" + scopes.size(), Instant.EPOCH);
    }

    @Override
    public boolean deleteApiToken(String userId, String tokenId, Origin from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public User claim(String setupToken, String name, String password, Origin from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void redeemReset(String name, String token, String fresh, Origin from) {
        throw token.equals("weak")
                ? new RejectedException(Reason.BAD_VALUE, "too short")
                : new RejectedException(Reason.TOO_MANY, "later");
    }

    @Override
    public String formToken(String binding) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isFormToken(String binding, String value) {
        throw new UnsupportedOperationException();
    }
}
