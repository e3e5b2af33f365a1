/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import io.subrack.kernel.api.PlatformProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys that the launcher knows, each with the place where it may stand. */
enum ConfigurationKey {
    HOME(PlatformProperties.HOME, false),
    CONFIG(PlatformProperties.CONFIG, false),
    DATA(PlatformProperties.DATA, true),
    MODE("subrack.platform.mode", true),
    START_DEADLINE("subrack.start.deadline.seconds", true),
    STOP_DEADLINE("subrack.stop.deadline.seconds", true),
    SETUP_USER("subrack.setup.user", true),
    SETUP_PASSWORD_FILE("subrack.setup.password.file", true),
    SETUP_TOKEN_FILE("subrack.setup.token.file", true),
    CONSOLE_LEVEL("subrack.console.level", false),
    ARCHIVE("subrack.archive", false),
    ARCHIVE_LOG("subrack.archive.log", false),
    ARCHIVE_REASON("subrack.archive.reason", false);

    /** Keys that the platform's bundles read: they go to the framework by their own names. */
    static final List<ConfigurationKey> FOR_BUNDLES = List.of(SETUP_USER, SETUP_PASSWORD_FILE, SETUP_TOKEN_FILE);

    /** What follows this goes to the framework as it is. */
    static final String FRAMEWORK_PREFIX = "subrack.framework.";

    private final String key;
    private final boolean inFile;

    ConfigurationKey(String key, boolean inFile) {
        this.key = key;
        this.inFile = inFile;
    }

    String key() {
        return key;
    }

    /** Says whether the key may stand in the configuration file, which is found by some of the keys. */
    boolean inFile() {
        return inFile;
    }

    /** Returns the environment variable that sets the key: {@code SUBRACK_DATA} for {@code subrack.data}. */
    String environmentVariable() {
        return "SUBRACK_" + name();
    }

    static @Nullable ConfigurationKey of(String key) {
        for (ConfigurationKey candidate : values()) {
            if (candidate.key.equals(key)) {
                return candidate;
            }
        }
        return null;
    }

    /** Returns the known key that the given one is most likely a misspelling of, or null. */
    static @Nullable String nearest(String key) {
        String nearest = null;
        int best = 3;
        for (ConfigurationKey candidate : values()) {
            int distance = distance(candidate.key, key);
            if (distance < best) {
                best = distance;
                nearest = candidate.key;
            }
        }
        return nearest;
    }

    /** Counts the single-character edits between two words. */
    private static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            previous[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            int[] current = new int[to.length() + 1];
            current[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int substitution = previous[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                current[column] = Math.min(substitution, Math.min(previous[column], current[column - 1]) + 1);
            }
            previous = current;
        }
        return previous[to.length()];
    }
}
