/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditLog;
import io.subrack.auth.spi.GrantStore;
import io.subrack.auth.spi.Guard;
import io.subrack.auth.spi.Revocations;
import io.subrack.auth.spi.SecretBox;
import io.subrack.auth.spi.SessionStore;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.UserStore;
import io.subrack.auth.spi.UserStore.User;
import io.subrack.kernel.api.PlatformProperties;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** What the services of this bundle share. Nothing is read from a store before it is needed. */
@Component(service = AccountState.class, configurationPid = Settings.PID)
@Designate(ocd = Settings.Config.class)
public final class AccountState {
    final UserStore users;
    final GrantStore grants;
    private final SessionStore store;
    final SecretBox box;
    final Revocations revocations;
    final Audit audit;
    final Clock clock;
    final Settings settings;
    final People people;
    final Sessions sessions;
    final ApiTokens apiTokens;
    final PasswordHashes hashes;
    final PasswordRules rules;
    final LoginThrottle throttle;
    final LoginTickets tickets;
    final FormTokens formTokens = new FormTokens();
    final Claiming claiming;
    final Path data;
    private final Runnable claimNotice;

    @Activate
    public AccountState(
            @Reference UserStore users,
            @Reference SessionStore sessions,
            @Reference GrantStore grants,
            @Reference SecretBox box,
            @Reference Revocations revocations,
            @Reference AuditLog audit,
            BundleContext context,
            Settings.Config config) {
        this(
                new Stores(users, sessions, grants),
                box,
                revocations,
                audit,
                Path.of(context.getProperty(PlatformProperties.DATA)),
                Settings.of(config),
                Argon2.BOUNCY_CASTLE,
                Clock.tickMillis(
                        ZoneOffset.UTC), // what stores keep, so that times compare as they will after a restart
                () -> tellGuard(context));
    }

    AccountState(
            Stores stores,
            SecretBox box,
            Revocations revocations,
            AuditLog audit,
            Path data,
            Settings settings,
            Argon2 argon2,
            Clock clock,
            Runnable claimNotice) {
        this.claimNotice = claimNotice;
        this.users = stores.users;
        this.grants = stores.grants;
        this.box = box;
        this.revocations = revocations;
        this.audit = new Audit(audit);
        this.clock = clock;
        this.settings = settings;
        this.people = new People(stores.users);
        this.store = stores.sessions;
        this.sessions = new Sessions(stores.sessions, people, settings, clock, this::endWhatBelongsTo);
        this.apiTokens = new ApiTokens(stores.sessions, people, clock);
        this.hashes = new PasswordHashes(
                argon2,
                settings.hashMemoryKib(),
                settings.hashIterations(),
                settings.hashParallel(),
                settings.hashWait());
        this.rules = new PasswordRules(settings.passwordMinChars());
        this.throttle = new LoginThrottle(clock);
        this.tickets = new LoginTickets(clock);
        this.data = data;
        this.claiming = new Claiming(this, data);
    }

    /** Asks for the guard when it is needed: the guard itself asks us who calls, and nobody is to wait for the other. */
    private static void tellGuard(BundleContext context) {
        var reference = context.getServiceReference(Guard.class);
        var guard = reference == null ? null : context.getService(reference);
        if (guard != null) {
            guard.noteClaimed();
            context.ungetService(reference);
        }
    }

    /**
     * Ends what a user logged in with or granted; API tokens stay. What tells what is still to be ended goes last: after
     * a failure, the same call does the rest.
     *
     * @return how many sessions that were
     */
    int endAll(String userId, @Nullable String exceptSession) {
        revocations.subject(userId);
        for (var grant : grants.grants(userId, clock.instant())) {
            revocations.grant(grant.id());
        }
        grants.revokeAll(userId, null, clock.instant()).forEach(revocations::grant);
        int ended = sessions.endAll(userId, exceptSession);
        var late = grants.revokeAll(userId, null, clock.instant());
        if (!late.isEmpty()) { // given in a session that ended a moment later
            late.forEach(revocations::grant);
            revocations.subject(userId);
        }
        return ended;
    }

    /** Lets a session take the place of another one of the same browser: what the same user granted there goes on here. */
    void replace(Session old, Session fresh) {
        if (old.userId().equals(fresh.userId())) {
            grants.move(fresh.userId(), old.id(), fresh.id());
        }
        sessions.end(old.id());
    }

    /** Ends what bundles do on behalf of a session, and the grants that were given in it. */
    private void endWhatBelongsTo(String userId, String sessionId) {
        revocations.grant(sessionId);
        for (var grant : grants.grants(userId, clock.instant())) {
            if (sessionId.equals(grant.sessionId())) {
                revocations.grant(grant.id());
                grants.revoke(grant.id(), clock.instant());
            }
        }
    }

    /** Finds a user by a name as somebody typed it; what cannot be a name does not get as far as the store. */
    Optional<User> byTypedName(String name) {
        return Names.isPrintable(name) ? users.userByName(name) : Optional.empty();
    }

    /** Lets the guard open everything else. */
    void claimed() {
        claimNotice.run();
    }

    /** Reads what tells who calls, so that the first request does not have to. */
    void load() {
        sessions.load();
        apiTokens.load();
        Map<String, String> places = new HashMap<>();
        for (var session : sessions.of(null)) {
            people.remembered(session.userId()).ifPresent(user -> places.putIfAbsent(user.name(), session.address()));
        }
        throttle.restore(store, places);
    }

    /** Writes down what was only kept in memory. */
    void flush() {
        sessions.flush();
        apiTokens.flush();
        throttle.flush(store);
        if (sessions.isLoaded() && apiTokens.isLoaded()) {
            var alive = new HashSet<>(sessions.userIds());
            alive.addAll(apiTokens.userIds());
            people.retain(alive);
        }
    }

    /** What survives. */
    record Stores(UserStore users, SessionStore sessions, GrantStore grants) {}
}
