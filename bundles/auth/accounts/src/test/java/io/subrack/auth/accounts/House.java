/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditLog;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccountAdmin.By;
import io.subrack.auth.spi.Accounts.Login;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.Revocations;
import io.subrack.auth.spi.SecretBox;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.UserStore.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Accounts on memory, with a clock to turn and a hash that costs nothing. */
final class House implements Revocations, SecretBox, AuditLog {
    static final String PASSWORD = "a fine long pass phrase";
    static final Origin HERE = new Origin("192.0.2.1", "browser", "r1");

    final MemoryStores stores;
    final TurnableClock clock = new TurnableClock();
    final AtomicInteger hashes = new AtomicInteger();
    final AtomicInteger claims = new AtomicInteger();
    volatile boolean revocationsDown;
    final List<String> revoked = new CopyOnWriteArrayList<>();
    final List<AuditEvent> audited = new CopyOnWriteArrayList<>();
    final Path data;
    AccountState state;
    AccountService accounts;
    Administration admin;
    Argon2 argon2 = House::cheap;

    House(Path data) {
        this(data, new MemoryStores());
    }

    House(Path data, MemoryStores stores) {
        this.data = data;
        this.stores = stores;
        restart();
    }

    /** Forgets what is only in memory. */
    void restart() {
        restart(new Settings(
                Duration.ofMinutes(30),
                Duration.ofHours(12),
                3,
                2,
                8,
                PasswordHashes.DEFAULT_MEMORY_KIB,
                PasswordHashes.DEFAULT_ITERATIONS,
                4,
                Duration.ofSeconds(10),
                Duration.ofHours(24)));
    }

    void restart(Settings settings) {
        Argon2 counted = (password, salt, memory, iterations, lanes, length) -> {
            hashes.incrementAndGet();
            return argon2.derive(password, salt, memory, iterations, lanes, length);
        };
        state = new AccountState(
                stores.all(), this, this, this, data, settings, counted, clock, claims::incrementAndGet);
        accounts = new AccountService(state);
        admin = new Administration(state);
    }

    private static byte[] cheap(byte[] password, byte[] salt, int memory, int iterations, int lanes, int length) {
        var text = new String(password, StandardCharsets.UTF_8) + "/" + memory + "/" + iterations + "/"
                + Base64.getEncoder().encodeToString(salt);
        return Arrays.copyOf(Base64.getUrlDecoder().decode(Opaque.hash(text)), length);
    }

    User user(String name, String... roles) {
        var hash = state.hashes.hash(PASSWORD);
        var user = Edits.fresh(name, name, name + "@example.org", hash, Set.of(roles), Set.of(), clock.instant());
        stores.users.create(user);
        return stores.users.user(user.id()).orElseThrow();
    }

    Login.Done login(String name) {
        return (Login.Done) accounts.login(name, PASSWORD, null, HERE);
    }

    Caller caller(Login.Done login) {
        return state.sessions.caller(login.cookieValue()).orElseThrow();
    }

    By as(String name) {
        return new By(caller(login(name)), HERE);
    }

    static By with(Caller.Kind kind, Set<String> roles, String... scopes) {
        return new By(new Caller(kind, "x", "x", "c", Set.of(scopes), roles, "t", null, null, List.of(), null), HERE);
    }

    List<String> auditTypes() {
        return audited.stream().map(AuditEvent::type).toList();
    }

    private void up() {
        if (revocationsDown) {
            throw new StoreUnavailableException("revocations cannot be kept", new IOException());
        }
    }

    @Override
    public void token(String tokenId, Instant expires) {
        up();
        revoked.add("token " + tokenId);
    }

    @Override
    public void grant(String grantId) {
        up();
        revoked.add("grant " + grantId);
    }

    @Override
    public void subject(String subject) {
        up();
        revoked.add("subject " + subject);
    }

    @Override
    public void client(String clientId) {
        up();
        revoked.add("client " + clientId);
    }

    @Override
    public String seal(byte[] plain, String context) {
        return context + "|" + Base64.getEncoder().encodeToString(plain);
    }

    @Override
    public byte[] open(String sealed, String context) {
        if (!sealed.startsWith(context + "|")) {
            throw new IllegalArgumentException("another context");
        }
        return Base64.getDecoder().decode(sealed.substring(context.length() + 1));
    }

    @Override
    public AuditAnchor append(AuditEvent event) {
        audited.add(event);
        return null;
    }

    @Override
    public void appendLater(AuditEvent event) {
        audited.add(event);
    }

    /** Does something as often in as many threads, all at the same time. */
    static void atOnce(int count, Callable<Boolean> action) throws Exception {
        var pool = Executors.newFixedThreadPool(count);
        try {
            var start = new CountDownLatch(count);
            var all = IntStream.range(0, count)
                    .mapToObj(i -> pool.submit(() -> {
                        start.countDown();
                        start.await();
                        return action.call();
                    }))
                    .toList();
            for (var one : all) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    /** A clock that stands until it is turned. */
    static final class TurnableClock extends Clock {
        private volatile Instant now = Instant.parse("2026-11-01T12:00:00Z");

        void turn(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
