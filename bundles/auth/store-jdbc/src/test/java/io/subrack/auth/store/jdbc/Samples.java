/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.store.jdbc;

import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.spi.UserStore.User;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import javax.sql.DataSource;

/** What the tests store. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private Samples() {}

    static User user(String name) {
        return new User(
                "u-" + name,
                name,
                "The " + name,
                name + "@example.org",
                true,
                "$argon2id$",
                Set.of("viewer", "shop"),
                Set.of("staff"),
                NOW,
                NOW,
                null,
                0);
    }

    static Client client(String id) {
        return new Client(
                id,
                "Client " + id,
                true,
                "client_secret_basic",
                List.of("https://a.example/cb", "https://b.example/cb"),
                List.of(),
                Set.of("https://a.example"),
                Set.of("authorization_code"),
                Set.of("openid", "orders.read"),
                List.of(),
                null,
                true,
                true,
                "ES256",
                NOW,
                null,
                0);
    }

    static Grant grant(String id, String user, String client) {
        return new Grant(
                id,
                "u-" + user,
                client,
                Set.of("openid", "offline_access"),
                "session",
                NOW,
                List.of("pwd", "otp"),
                NOW,
                NOW.plus(Duration.ofDays(30)),
                null);
    }

    /** Returns a database that refuses every connection like this. */
    static DataSource failing(SQLException problem) {
        return (DataSource) Proxy.newProxyInstance(
                Samples.class.getClassLoader(), new Class<?>[] {DataSource.class}, (self, method, arguments) -> {
                    throw problem;
                });
    }

    /** Lets many threads begin the same thing at once and returns what came of each. */
    static <T> List<T> atOnce(int threads, IntFunction<T> task) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            var barrier = new CyclicBarrier(threads);
            List<Callable<T>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                tasks.add(() -> {
                    barrier.await(60, TimeUnit.SECONDS);
                    return task.apply(number);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
