/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.SessionStore;
import io.subrack.auth.spi.SessionStore.ApiToken;
import io.subrack.auth.spi.UserStore.User;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The API tokens of all users: in memory by hash, and on disk but for their last use, which follows later. Thread-safe. */
final class ApiTokens {
    private final SessionStore store;
    private final People people;
    private final Clock clock;
    private final Map<String, Live> byHash = new ConcurrentHashMap<>();
    private final OnceLoaded loaded;

    ApiTokens(SessionStore store, People people, Clock clock) {
        this.store = store;
        this.people = people;
        this.clock = clock;
        this.loaded = new OnceLoaded(this::read, clock);
    }

    private void read() {
        people.rights();
        for (var token : store.apiTokens()) {
            if (people.remembered(token.userId()).isPresent()) {
                byHash.putIfAbsent(token.hash(), new Live(token));
            }
        }
    }

    /** Reads what is on disk, once; those who come before that can be done are told so by an exception. */
    void load() {
        loaded.ensure();
    }

    boolean isLoaded() {
        return loaded.isDone();
    }

    Optional<Caller> caller(String credential) {
        load();
        if (credential.length() != Opaque.CHARS || !credential.startsWith(Opaque.API_TOKEN)) {
            return Optional.empty();
        }
        var found = byHash.get(Opaque.hash(credential));
        var now = clock.instant();
        if (found == null || !now.isBefore(found.start.expires())) {
            return Optional.empty();
        }
        return people.remembered(found.start.userId())
                .filter(user -> isGood(found.start, user))
                .map(user -> found.used(user, people.rights(), now));
    }

    private static boolean isGood(ApiToken token, User user) {
        var notBefore = user.notBefore();
        return user.enabled() && (notBefore == null || token.created().isAfter(notBefore));
    }

    /** Returns a token of a user that is good right now. */
    Optional<ApiToken> live(User user, String id) {
        load();
        var now = clock.instant();
        return byHash.values().stream()
                .map(token -> token.start)
                .filter(token -> token.id().equals(id) && token.userId().equals(user.id()))
                .filter(token -> now.isBefore(token.expires()) && isGood(token, user))
                .findFirst();
    }

    void add(ApiToken token, User user) {
        load();
        store.create(token);
        people.remember(user);
        byHash.put(token.hash(), new Live(token));
    }

    /** Returns the tokens of a user, expired ones included, by name. */
    List<ApiToken> of(String userId) {
        load();
        return byHash.values().stream()
                .filter(token -> token.start.userId().equals(userId))
                .map(Live::token)
                .sorted(Comparator.comparing(ApiToken::name))
                .toList();
    }

    boolean remove(String userId, String id) {
        load();
        for (var token : byHash.values()) {
            if (token.start.id().equals(id) && token.start.userId().equals(userId)) {
                boolean stored = store.deleteApiToken(id);
                boolean known = byHash.remove(token.start.hash()) != null;
                return stored || known;
            }
        }
        return false;
    }

    /** Forgets the tokens of a user whom the store has deleted. */
    void forget(String userId) {
        byHash.values().removeIf(token -> token.start.userId().equals(userId));
    }

    Set<String> userIds() {
        return byHash.values().stream().map(token -> token.start.userId()).collect(Collectors.toSet());
    }

    /** Writes down when tokens were used last. */
    void flush() {
        for (var token : byHash.values()) {
            var used = token.lastUsed;
            if (used != null && !used.equals(token.written)) {
                store.touchApiToken(token.start.id(), used);
                token.written = used;
            }
        }
    }

    private static final class Live {
        private final ApiToken start;
        private final KnownCaller caller = new KnownCaller();
        private volatile @Nullable Instant lastUsed;
        private volatile @Nullable Instant written;

        Live(ApiToken start) {
            this.start = start;
            this.lastUsed = start.lastUsed();
            this.written = start.lastUsed();
        }

        Caller used(User user, Rights rights, Instant now) {
            var before = lastUsed;
            if (before == null || before.plusSeconds(60).isBefore(now) || before.isAfter(now)) {
                lastUsed = now.truncatedTo(ChronoUnit.MINUTES);
            }
            return caller.of(user, rights, this::make);
        }

        private Caller make(User user, Rights rights) {
            var scopes = new TreeSet<>(start.scopes());
            var allowed = new TreeSet<>(rights.scopesOf(user));
            allowed.add(Accounts.SCOPE);
            scopes.retainAll(allowed);
            return new Caller(
                    Caller.Kind.USER,
                    user.id(),
                    user.name(),
                    "",
                    scopes,
                    rights.coveredRolesOf(user, scopes),
                    start.id(),
                    start.expires(),
                    null,
                    List.of(),
                    null);
        }

        ApiToken token() {
            return new ApiToken(
                    start.id(),
                    start.hash(),
                    start.userId(),
                    start.name(),
                    start.scopes(),
                    start.created(),
                    start.expires(),
                    lastUsed);
        }
    }
}
