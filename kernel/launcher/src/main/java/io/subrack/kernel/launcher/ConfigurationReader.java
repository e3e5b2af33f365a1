/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;

/** Merges the sources of the configuration, and collects every fault. */
final class ConfigurationReader {
    private static final String FILE = "subrack.properties";
    private static final Set<String> OURS =
            Set.of(Constants.FRAMEWORK_STORAGE, Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_BSNVERSION);

    private final Map<String, String> systemProperties;
    private final Map<String, String> environment;
    private final Path defaultHome;
    private final Properties file = new Properties();
    private final List<String> faults = new ArrayList<>();

    ConfigurationReader(Map<String, String> systemProperties, Map<String, String> environment, Path defaultHome) {
        this.systemProperties = systemProperties;
        this.environment = environment;
        this.defaultHome = defaultHome;
    }

    LauncherConfiguration read() {
        Path home = directory(ConfigurationKey.HOME, defaultHome, Path.of(""));
        Path config = directory(ConfigurationKey.CONFIG, home.resolve("config"), home);
        load(config.resolve(FILE));
        refuseUnknownKeys(config.resolve(FILE));
        Path data = path(ConfigurationKey.DATA, home.resolve("data"), home);
        PlatformMode mode = mode();
        Duration start = seconds(ConfigurationKey.START_DEADLINE, LauncherConfiguration.DEFAULT_START_DEADLINE);
        Duration stop = seconds(ConfigurationKey.STOP_DEADLINE, LauncherConfiguration.DEFAULT_STOP_DEADLINE);
        Map<String, String> frameworkProperties = frameworkProperties();
        LoggingSettings.read(config, faults);
        return new LauncherConfiguration(home, config, data, mode, start, stop, frameworkProperties);
    }

    /** @throws LaunchException {@link ExitCode#BAD_CONFIGURATION} with all faults */
    LauncherConfiguration readOrRefuse() {
        LauncherConfiguration configuration = read();
        if (!faults.isEmpty()) {
            throw ConfigurationFaults.refusal(faults);
        }
        return configuration;
    }

    /** Returns what is wrong with what was read; defaults stand in for it. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    private void load(Path path) {
        if (!Files.exists(path)) {
            return;
        }
        try (Reader reader = Files.newBufferedReader(path)) {
            file.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            faults.add(
                    path + " cannot be read: " + e.getMessage() + "; it must be a UTF-8 text of lines 'key = value'");
        }
    }

    private void refuseUnknownKeys(Path path) {
        for (String key : new TreeSet<>(file.stringPropertyNames())) {
            ConfigurationKey known = ConfigurationKey.of(key);
            if (known != null && !known.inFile()) {
                faults.add(key + " cannot be set in " + path + ", because it is needed earlier; set "
                        + known.environmentVariable() + " or -D" + key);
            } else if (known == null && !key.startsWith(ConfigurationKey.FRAMEWORK_PREFIX)) {
                faults.add(unknown(key, path.toString()));
            }
        }
        for (String key : new TreeSet<>(systemProperties.keySet())) {
            if (key.startsWith("subrack.")
                    && ConfigurationKey.of(key) == null
                    && !key.startsWith(ConfigurationKey.FRAMEWORK_PREFIX)) {
                faults.add(unknown(key, "system properties"));
            }
        }
    }

    private static String unknown(String key, String source) {
        String nearest = ConfigurationKey.nearest(key);
        return key + " (" + source + ") is not a known key"
                + (nearest == null ? "; remove it" : "; did you mean " + nearest + "?");
    }

    private PlatformMode mode() {
        Value value = value(ConfigurationKey.MODE);
        if (value == null) {
            return PlatformMode.CONNECT;
        }
        for (PlatformMode mode : PlatformMode.values()) {
            if (mode.configurationName().equals(value.text)) {
                return mode;
            }
        }
        faults.add(value.named() + " must be connect or classic, not '" + value.text + "'");
        return PlatformMode.CONNECT;
    }

    private Duration seconds(ConfigurationKey key, Duration defaultValue) {
        Value value = value(key);
        if (value == null) {
            return defaultValue;
        }
        try {
            int seconds = Integer.parseInt(value.text);
            if (seconds >= 1 && seconds <= 3600) {
                return Duration.ofSeconds(seconds);
            }
        } catch (NumberFormatException e) {
            // told below, with the same words as a number out of range
        }
        faults.add(value.named() + " must be a whole number of seconds from 1 to 3600, not '" + value.text + "'");
        return defaultValue;
    }

    private Path directory(ConfigurationKey key, Path defaultValue, Path base) {
        Path path = path(key, defaultValue, base);
        if (!Files.isDirectory(path)) {
            Value value = value(key);
            faults.add((value == null ? key.key() : value.named()) + " must be a directory that is there, not '" + path
                    + "'; set " + key.environmentVariable());
        }
        return path;
    }

    private Path path(ConfigurationKey key, Path defaultValue, Path base) {
        Value value = value(key);
        try {
            Path path = value == null ? defaultValue : base.resolve(value.text);
            return path.toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            faults.add((value == null ? key.key() : value.named()) + " must be a path, not '" + e.getInput() + "'");
            return defaultValue.toAbsolutePath().normalize();
        }
    }

    private Map<String, String> frameworkProperties() {
        Map<String, String> merged = new TreeMap<>();
        for (String key : file.stringPropertyNames()) {
            putFrameworkProperty(merged, key, file.getProperty(key));
        }
        systemProperties.forEach((key, value) -> putFrameworkProperty(merged, key, value));
        for (ConfigurationKey key : ConfigurationKey.FOR_BUNDLES) {
            Value value = value(key);
            if (value != null) {
                merged.put(key.key(), value.text);
            }
        }
        return merged;
    }

    private void putFrameworkProperty(Map<String, String> merged, String key, String value) {
        if (!key.startsWith(ConfigurationKey.FRAMEWORK_PREFIX)) {
            return;
        }
        String name = key.substring(ConfigurationKey.FRAMEWORK_PREFIX.length());
        if (OURS.contains(name)) {
            faults.add(key + " cannot be set: the platform decides where and how the framework keeps its bundles");
        } else {
            merged.put(name, value.strip());
        }
    }

    private @Nullable Value value(ConfigurationKey key) {
        String variable = environment.get(key.environmentVariable());
        if (variable != null && !variable.isBlank()) {
            return new Value(key.key(), variable.strip(), key.environmentVariable());
        }
        String property = systemProperties.get(key.key());
        if (property != null) {
            return new Value(key.key(), property.strip(), "-D" + key.key());
        }
        String line = file.getProperty(key.key());
        return line == null ? null : new Value(key.key(), line.strip(), FILE);
    }

    /** A value with where it comes from. */
    private record Value(String key, String text, String source) {
        String named() {
            return key + " (" + source + ")";
        }
    }
}
