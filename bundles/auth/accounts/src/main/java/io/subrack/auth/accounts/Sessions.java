/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.SessionStore;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.UserStore.User;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The live browser sessions: in memory, and on disk but for their last use, which follows later. Thread-safe. */
final class Sessions {
    private static final int MAX_USER_AGENT_CHARS = 200;

    private final SessionStore store;
    private final People people;
    private final Settings settings;
    private final Clock clock;
    private final Map<String, Live> live = new ConcurrentHashMap<>();
    private final BiConsumer<String, String> ending;
    private final OnceLoaded loaded;

    /** @param ending ends what belongs to a session, by the ids of its user and itself */
    Sessions(SessionStore store, People people, Settings settings, Clock clock, BiConsumer<String, String> ending) {
        this.ending = ending;
        this.store = store;
        this.people = people;
        this.settings = settings;
        this.clock = clock;
        this.loaded = new OnceLoaded(this::read, clock);
    }

    private void read() {
        people.rights();
        for (var session : store.sessions(clock.instant())) {
            if (people.remembered(session.userId()).isPresent()) {
                live.putIfAbsent(session.id(), new Live(session));
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
        var now = clock.instant();
        return find(credential, now).map(session -> session.caller(people.rights()));
    }

    Optional<Session> session(String credential) {
        load();
        return find(credential, clock.instant()).map(Live::session);
    }

    private Optional<Live> find(String credential, Instant now) {
        if (credential.length() != Opaque.CHARS || !credential.startsWith(Opaque.SESSION)) {
            return Optional.empty();
        }
        var found = live.get(Opaque.hash(credential));
        if (found == null || isOver(found, now)) {
            return Optional.empty();
        }
        var user = people.remembered(found.start.userId()).filter(known -> isGood(found, known));
        if (user.isEmpty()) {
            return Optional.empty();
        }
        found.used(user.get(), now);
        return Optional.of(found);
    }

    private static boolean isGood(Live session, User user) {
        var notBefore = user.notBefore();
        return user.enabled() && (notBefore == null || session.start.created().isAfter(notBefore));
    }

    private boolean isOver(Live session, Instant now) {
        return !now.isBefore(session.start.expires()) || !now.isBefore(session.lastUsed.plus(settings.sessionIdle()));
    }

    /** Stores a new session and lets it be used. */
    Session begin(String cookieValue, User user, List<String> methods, String address, String userAgent) {
        load();
        var now = clock.instant();
        var session = new Session(
                Opaque.hash(cookieValue),
                user.id(),
                now,
                now,
                methods,
                now,
                now.plus(settings.sessionAbsolute()),
                address,
                userAgent.substring(0, Math.min(userAgent.length(), MAX_USER_AGENT_CHARS)));
        var others = of(user.id());
        for (int i = settings.sessionsPerUser() - 1; i < others.size(); i++) {
            end(others.get(i).id());
        }
        store.save(session);
        people.remember(user);
        live.put(session.id(), new Live(session));
        return session;
    }

    /** Returns the live sessions of a user, or of all if it is null; the last used first. */
    List<Session> of(@Nullable String userId) {
        load();
        var now = clock.instant();
        return live.values().stream()
                .filter(session -> userId == null || session.start.userId().equals(userId))
                .filter(session -> !isOver(session, now))
                .map(Live::session)
                .sorted(Comparator.comparing(Session::lastUsed).reversed())
                .toList();
    }

    Optional<Session> byId(String id) {
        load();
        var found = live.get(id);
        return found == null || isOver(found, clock.instant()) ? Optional.empty() : Optional.of(found.session());
    }

    /** Ends a session and what belongs to it; after a failure, the same call does the rest. False if there is none. */
    boolean end(String id) {
        load();
        var session = live.get(id);
        if (session == null) {
            return store.deleteSession(id);
        }
        ending.accept(session.start.userId(), id);
        boolean stored = store.deleteSession(id);
        boolean known = live.remove(id) != null;
        ending.accept(session.start.userId(), id); // what was given in it meanwhile
        return stored || known;
    }

    /** Ends the sessions of a user but one; returns how many. */
    int endAll(String userId, @Nullable String exceptId) {
        load();
        var ended = store.deleteSessions(userId, exceptId);
        live.values()
                .removeIf(session -> session.start.userId().equals(userId)
                        && !session.start.id().equals(exceptId));
        return ended.size();
    }

    Set<String> userIds() {
        return live.values().stream().map(session -> session.start.userId()).collect(Collectors.toSet());
    }

    /** Writes down when sessions were used last, and takes away those that are over. */
    void flush() {
        if (!loaded.isDone()) {
            return;
        }
        var now = clock.instant();
        var used = new ArrayList<Live>();
        for (var session : live.values()) {
            if (isOver(session, now)) {
                end(session.start.id());
            } else if (session.lastUsed.isAfter(session.written)) {
                used.add(session);
            }
        }
        if (!used.isEmpty()) {
            var written = used.stream().map(Live::session).toList();
            store.touch(written);
            for (int i = 0; i < used.size(); i++) {
                used.get(i).written = written.get(i).lastUsed();
            }
        }
    }

    private static final class Live {
        private final Session start;
        private final KnownCaller caller = new KnownCaller();
        private volatile Instant lastUsed;
        private volatile Instant written;
        private volatile @Nullable User user;

        Live(Session start) {
            this.start = start;
            this.lastUsed = start.lastUsed();
            this.written = start.lastUsed();
        }

        void used(User by, Instant now) {
            user = by;
            lastUsed = now;
        }

        Session session() {
            return new Session(
                    start.id(),
                    start.userId(),
                    start.created(),
                    start.authenticated(),
                    start.methods(),
                    lastUsed,
                    start.expires(),
                    start.address(),
                    start.userAgent());
        }

        Caller caller(Rights rights) {
            return caller.of(Objects.requireNonNull(user), rights, this::make);
        }

        private Caller make(User of, Rights rights) {
            return new Caller(
                    Caller.Kind.USER,
                    of.id(),
                    of.name(),
                    "",
                    rights.scopesOf(of),
                    rights.rolesOf(of),
                    start.id(),
                    start.expires(),
                    start.authenticated(),
                    start.methods(),
                    null);
        }
    }
}
