/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * What the launcher must know before there is a framework.
 *
 * @param home absolute path of the installation; only read
 * @param config absolute path of the directory with the configuration files
 * @param data absolute path of the data directory; made if it is not there
 * @param mode how platform bundles get into the framework
 * @param startDeadline how long the platform bundles and the current set may take to start
 * @param stopDeadline how long running requests, deployments and bundles may take to end
 * @param frameworkProperties passed to the framework as they are
 */
public record LauncherConfiguration(
        Path home,
        Path config,
        Path data,
        PlatformMode mode,
        Duration startDeadline,
        Duration stopDeadline,
        Map<String, String> frameworkProperties) {
    static final Duration DEFAULT_START_DEADLINE = Duration.ofSeconds(60);
    static final Duration DEFAULT_STOP_DEADLINE = Duration.ofSeconds(30);

    public LauncherConfiguration {
        frameworkProperties = Map.copyOf(frameworkProperties);
    }

    /** Returns the defaults for an installation, for embedding: {@code config/} and {@code data/} are below it. */
    public static LauncherConfiguration of(Path home) {
        Path absolute = home.toAbsolutePath().normalize();
        return new LauncherConfiguration(
                absolute,
                absolute.resolve("config"),
                absolute.resolve("data"),
                PlatformMode.CONNECT,
                DEFAULT_START_DEADLINE,
                DEFAULT_STOP_DEADLINE,
                Map.of());
    }

    /**
     * Reads {@code subrack.properties} with what overrides it: an environment variable comes before a system property,
     * which comes before the file.
     *
     * @param systemProperties those that start with {@code subrack.} are read
     * @param environment variables as {@code SUBRACK_DATA}; unknown ones are left alone, because container platforms
     *     invent some
     * @param defaultHome the installation if neither names one
     * @throws LaunchException {@link ExitCode#BAD_CONFIGURATION} with all faults
     */
    public static LauncherConfiguration read(
            Map<String, String> systemProperties, Map<String, String> environment, Path defaultHome) {
        return new ConfigurationReader(systemProperties, environment, defaultHome).readOrRefuse();
    }

    public LauncherConfiguration withMode(PlatformMode newMode) {
        return new LauncherConfiguration(home, config, data, newMode, startDeadline, stopDeadline, frameworkProperties);
    }

    /** Returns how much time a stop may take in all, the framework's own part included. */
    Duration stopPatience() {
        return stopDeadline.plusSeconds(5);
    }

    public LauncherConfiguration withConfig(Path newConfig) {
        return new LauncherConfiguration(
                home, newConfig.toAbsolutePath(), data, mode, startDeadline, stopDeadline, frameworkProperties);
    }

    public LauncherConfiguration withData(Path newData) {
        return new LauncherConfiguration(
                home, config, newData.toAbsolutePath(), mode, startDeadline, stopDeadline, frameworkProperties);
    }

    public LauncherConfiguration withFrameworkProperties(Map<String, String> newProperties) {
        return new LauncherConfiguration(home, config, data, mode, startDeadline, stopDeadline, newProperties);
    }
}
