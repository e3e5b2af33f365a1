/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import java.time.Duration;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What an admin can set, checked. */
record Settings(
        Duration sessionIdle,
        Duration sessionAbsolute,
        int sessionsPerUser,
        int apiTokensPerUser,
        int passwordMinChars,
        int hashMemoryKib,
        int hashIterations,
        int hashParallel,
        Duration hashWait,
        Duration resetLifetime) {
    static final String PID = "io.subrack.auth.accounts";

    static Settings of(Config config) {
        return new Settings(
                Duration.ofMinutes(within("session.idle.minutes", config.session_idle_minutes(), 1, 1_440)),
                Duration.ofHours(within("session.absolute.hours", config.session_absolute_hours(), 1, 720)),
                within("session.max.per.user", config.session_max_per_user(), 1, 1_000),
                within("token.max.per.user", config.token_max_per_user(), 0, 1_000),
                within("password.min.chars", config.password_min_chars(), 8, 64),
                within("hash.memory.kibibytes", config.hash_memory_kibibytes(), 7_168, 1_048_576),
                within("hash.iterations", config.hash_iterations(), 1, 100),
                within("hash.parallel", config.hash_parallel(), 1, 64),
                Duration.ofMillis(within("hash.wait.millis", config.hash_wait_millis(), 0, 60_000)),
                Duration.ofHours(within("reset.hours", config.reset_hours(), 1, 720)));
    }

    private static int within(String key, int value, int lowest, int highest) {
        if (value < lowest || value > highest) {
            throw new IllegalArgumentException(
                    PID + ": " + key + " must be " + lowest + " to " + highest + ", not " + value);
        }
        return value;
    }

    /** What an admin can set. */
    @ObjectClassDefinition(name = "Accounts")
    public @interface Config {
        @AttributeDefinition(
                name = "Minutes without a request after which a browser session ends",
                min = "1",
                max = "1440")
        int session_idle_minutes() default 30;

        @AttributeDefinition(name = "Hours after which a browser session ends in any case", min = "1", max = "720")
        int session_absolute_hours() default 12;

        @AttributeDefinition(
                name = "Most browser sessions of one user; the one unused for longest ends first",
                min = "1",
                max = "1000")
        int session_max_per_user() default 50;

        @AttributeDefinition(name = "Most API tokens of one user", min = "0", max = "1000")
        int token_max_per_user() default 50;

        @AttributeDefinition(name = "Least characters of a password", min = "8", max = "64")
        int password_min_chars() default 8;

        @AttributeDefinition(name = "Memory of one password hash in kibibytes", min = "7168", max = "1048576")
        int hash_memory_kibibytes() default PasswordHashes.DEFAULT_MEMORY_KIB;

        @AttributeDefinition(name = "Iterations of one password hash", min = "1", max = "100")
        int hash_iterations() default PasswordHashes.DEFAULT_ITERATIONS;

        @AttributeDefinition(name = "Most passwords hashed at once", min = "1", max = "64")
        int hash_parallel() default 2;

        @AttributeDefinition(name = "Milliseconds that a login waits for its turn", min = "0", max = "60000")
        int hash_wait_millis() default 2_000;

        @AttributeDefinition(name = "Hours for which a one-time token sets a password", min = "1", max = "720")
        int reset_hours() default 24;
    }
}
