/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.UserStore.User;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Users and sessions in memory. */
final class FakeAccounts {
    final Map<String, User> users = new ConcurrentHashMap<>();
    final Map<String, Session> sessions = new ConcurrentHashMap<>();
    final Map<String, Set<String>> scopes = new ConcurrentHashMap<>();
    final Map<String, Set<String>> roleScopes = new ConcurrentHashMap<>();
    private final Clock clock;

    FakeAccounts(Clock clock) {
        this.clock = clock;
    }

    /** Returns what the endpoints see of this. */
    Accounts service() {
        return (Accounts) Proxy.newProxyInstance(
                Accounts.class.getClassLoader(), new Class<?>[] {Accounts.class}, (proxy, method, arguments) -> {
                    Method own = FakeAccounts.class.getDeclaredMethod(method.getName(), method.getParameterTypes());
                    return own.invoke(this, arguments);
                });
    }

    /** Begins a session and returns its cookie. */
    String logIn(String userId) {
        String cookie = "srs_" + userId + sessions.size();
        sessions.put(
                cookie,
                new Session(
                        Opaque.hash(cookie),
                        userId,
                        clock.instant(),
                        clock.instant(),
                        List.of("pwd"),
                        clock.instant(),
                        clock.instant().plus(Duration.ofHours(12)),
                        "192.0.2.7",
                        "test"));
        return cookie;
    }

    public Optional<Session> session(String cookieValue) {
        return Optional.ofNullable(sessions.get(cookieValue));
    }

    public boolean hasSession(String sessionId) {
        return sessions.values().stream().anyMatch(session -> session.id().equals(sessionId));
    }

    public Optional<User> user(String userId) {
        return Optional.ofNullable(users.get(userId));
    }

    public Set<String> scopes(User user) {
        return scopes.getOrDefault(user.id(), Set.of());
    }

    public Set<String> roles(User user) {
        return user.roles();
    }

    public Set<String> roles(User user, Set<String> within) {
        return user.roles().stream()
                .filter(role -> within.containsAll(roleScopes.getOrDefault(role, Set.of())))
                .collect(Collectors.toSet());
    }

    public boolean endSession(String userId, String sessionId, Accounts.Origin from) {
        return sessions.values()
                .removeIf(session ->
                        session.userId().equals(userId) && session.id().equals(sessionId));
    }

    public String formToken(String binding) {
        return Opaque.hash("form " + binding);
    }

    public boolean isFormToken(String binding, String value) {
        return formToken(binding).equals(value);
    }
}
