/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.SessionStore.ApiToken;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.UserStore.User;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Accounts in memory, with passwords as they are, and few rules. */
final class FakeAccounts implements Accounts {
    static final String CODE = "123456";
    static final String SETUP_TOKEN = "sru_setup";
    static final String RESET_TOKEN = "reset";
    static final String TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    final Map<String, User> users = new LinkedHashMap<>();
    final Map<String, String> passwords = new LinkedHashMap<>();
    final Map<String, Session> sessions = new LinkedHashMap<>();
    final List<ApiToken> tokens = new ArrayList<>();
    final Set<String> withTotp = new HashSet<>();
    final Map<String, String> tickets = new LinkedHashMap<>();
    Set<String> scopes = Set.of("platform.read", "orders.read");
    Duration later = Duration.ZERO;
    boolean busy;
    boolean down;
    private final AtomicInteger count = new AtomicInteger();
    private final Clock clock;

    FakeAccounts(Clock clock) {
        this.clock = clock;
    }

    User add(String name, String password) {
        User user = new User(
                "id-" + name,
                name,
                "Countess " + name,
                name + "@example.org",
                true,
                "",
                Set.of("viewer"),
                Set.of(),
                clock.instant(),
                clock.instant(),
                null,
                1);
        users.put(user.id(), user);
        passwords.put(user.id(), password);
        return user;
    }

    Login.Done begin(User user, Origin from) {
        String cookie = "srs_" + count.incrementAndGet();
        Session session = new Session(
                "hash-" + cookie,
                user.id(),
                clock.instant(),
                clock.instant(),
                List.of("pwd"),
                clock.instant(),
                clock.instant().plus(Duration.ofHours(12)),
                from.address(),
                from.userAgent());
        sessions.put(cookie, session);
        return new Login.Done(cookie, session);
    }

    private void up() {
        if (down) {
            throw new StoreUnavailableException("the database is away", new IllegalStateException());
        }
    }

    @Override
    public Login login(String name, String password, String replaced, Origin from) {
        up();
        if (!later.isZero()) {
            return busy ? new Login.Busy(later) : new Login.Later(later);
        }
        User user = users.get("id-" + name);
        if (user == null || !password.equals(passwords.get(user.id()))) {
            return new Login.Refused();
        }
        if (withTotp.contains(user.id())) {
            String ticket = "ticket-" + count.incrementAndGet();
            tickets.put(ticket, user.id());
            return new Login.SecondFactorNeeded(ticket);
        }
        if (replaced != null) {
            sessions.remove(replaced);
        }
        return begin(user, from);
    }

    @Override
    public Login secondFactor(String ticket, String code, Origin from) {
        String userId = tickets.get(ticket);
        return userId == null || !code.equals(CODE) ? new Login.Refused() : begin(users.get(userId), from);
    }

    @Override
    public Optional<Session> session(String cookieValue) {
        return Optional.ofNullable(sessions.get(cookieValue));
    }

    @Override
    public Optional<User> user(String userId) {
        return Optional.ofNullable(users.get(userId));
    }

    @Override
    public Set<String> scopes(User user) {
        return scopes;
    }

    @Override
    public Set<String> roles(User user) {
        return user.roles();
    }

    @Override
    public Set<String> roles(User user, Set<String> within) {
        return user.roles();
    }

    @Override
    public boolean hasSession(String sessionId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Session> sessions(String userId) {
        return sessions.values().stream()
                .filter(session -> session.userId().equals(userId))
                .toList();
    }

    @Override
    public boolean endSession(String userId, String sessionId, Origin from) {
        up();
        return sessions.values()
                .removeIf(session ->
                        session.userId().equals(userId) && session.id().equals(sessionId));
    }

    @Override
    public void changePassword(String userId, String current, String fresh, String keep, Origin from) {
        up();
        if (busy) {
            throw new RejectedException(Reason.BUSY, "too much is going on");
        }
        if (!current.equals(passwords.get(userId))) {
            throw new RejectedException(Reason.WRONG_CREDENTIAL, "the current password is wrong");
        }
        setPassword(userId, fresh);
        sessions.values().removeIf(session -> !session.id().equals(keep));
    }

    private void setPassword(String userId, String fresh) {
        if (fresh.length() < 8) {
            throw new RejectedException(Reason.BAD_VALUE, "a password has at least 8 characters");
        }
        passwords.put(userId, fresh);
    }

    @Override
    public TotpSetup beginTotp(String userId, String password, Origin from) {
        up();
        if (!password.equals(passwords.get(userId))) {
            throw new RejectedException(Reason.WRONG_CREDENTIAL, "the current password is wrong");
        }
        return new TotpSetup(
                TOTP_SECRET,
                "otpauth://totp/Subrack:ada?secret=" + TOTP_SECRET
                        + "&issuer=Subrack&algorithm=SHA1&digits=6&period=30");
    }

    @Override
    public List<String> confirmTotp(String userId, String code, Origin from) {
        if (!code.equals(CODE)) {
            throw new RejectedException(Reason.WRONG_CREDENTIAL, "the code is wrong");
        }
        withTotp.add(userId);
        return List.of("aaaa-bbbb-cccc", "dddd-eeee-ffff", "gggg-hhhh-iiii", "jjjj-kkkk-llll", "mmmm-nnnn-oooo");
    }

    @Override
    public void removeTotp(String userId, String password, Origin from) {
        if (!password.equals(passwords.get(userId))) {
            throw new RejectedException(Reason.WRONG_CREDENTIAL, "the current password is wrong");
        }
        withTotp.remove(userId);
    }

    @Override
    public boolean hasTotp(String userId) {
        return withTotp.contains(userId);
    }

    @Override
    public List<ApiToken> apiTokens(String userId) {
        return List.copyOf(tokens);
    }

    @Override
    public NewToken createApiToken(String userId, String name, Set<String> asked, Duration lifetime, Origin from) {
        if (tokens.stream().anyMatch(token -> token.name().equals(name))) {
            throw new RejectedException(Reason.CONFLICT, "you have a token of this name; choose another");
        }
        String id = "token-" + count.incrementAndGet();
        var expires = clock.instant().plus(lifetime);
        tokens.add(new ApiToken(id, "", userId, name, asked, clock.instant(), expires, null));
        return new NewToken("srk_secret", id, expires);
    }

    @Override
    public NewToken createApiToken(Caller by, String name, Set<String> asked, Duration lifetime, Origin from) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean deleteApiToken(String userId, String tokenId, Origin from) {
        return tokens.removeIf(token -> token.id().equals(tokenId));
    }

    @Override
    public User claim(String setupToken, String name, String password, Origin from) {
        up();
        if (!users.isEmpty()) {
            throw new RejectedException(Reason.ALREADY_CLAIMED, "somebody has claimed this installation already");
        }
        if (!setupToken.equals(SETUP_TOKEN)) {
            throw new RejectedException(Reason.WRONG_CREDENTIAL, "this is not the setup token");
        }
        if (password.length() < 8) {
            throw new RejectedException(Reason.BAD_VALUE, "a password has at least 8 characters");
        }
        return add(name, password);
    }

    @Override
    public void redeemReset(String name, String token, String fresh, Origin from) {
        if (!token.equals(RESET_TOKEN)) {
            throw new RejectedException(Reason.WRONG_CREDENTIAL, "name and token do not fit");
        }
        setPassword("id-" + name, fresh);
    }

    @Override
    public String formToken(String binding) {
        return Integer.toHexString(("form " + binding).hashCode());
    }

    @Override
    public boolean isFormToken(String binding, String value) {
        return formToken(binding).equals(value);
    }
}
