/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration files: {@code <pid>.properties}, and {@code <factoryPid>~<name>.properties} for several of a
 * kind. A broken file is told and left out.
 */
final class PlatformLayer {
    /** The launcher reads these itself. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of("subrack.properties", "logging.properties");

    private static final String SUFFIX = ".properties";
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z0-9_$-]+(?:\\.[A-Za-z0-9_$-]+)*(?:~[A-Za-z0-9._-]+)?)\\.properties");
    private static final Logger log = LoggerFactory.getLogger(PlatformLayer.class);

    private PlatformLayer() {}

    /** @return the values by PID */
    static Map<String, Map<String, Object>> read(@Nullable Path directory, Placeholders.Lookup properties) {
        Map<String, Map<String, Object>> layer = new TreeMap<>();
        for (Path file : files(directory)) {
            Matcher matcher = NAME.matcher(file.getFileName().toString());
            if (!matcher.matches()) {
                log.error(
                        "{} is not read: a configuration file is called <pid>.properties or"
                                + " <factory pid>~<name>.properties, in letters, digits, '.', '_', '$' and '-'",
                        file);
                continue;
            }
            Map<String, Object> values = values(file, properties);
            if (values != null) {
                layer.put(matcher.group(1), values);
            }
        }
        return layer;
    }

    private static List<Path> files(@Nullable Path directory) {
        if (directory == null || !Files.isDirectory(directory)) {
            log.warn("there is no configuration directory {}; everything runs on defaults", directory);
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(file -> !OF_THE_LAUNCHER.contains(file.getFileName().toString()))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException e) {
            log.error("{} cannot be read; everything runs on defaults", directory, e);
            return List.of();
        }
    }

    private static @Nullable Map<String, Object> values(Path file, Placeholders.Lookup properties) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            log.error("{} is not read: {}; the component it is for runs on its defaults", file, Sentences.describe(e));
            return null;
        }
        Map<String, Object> values = new TreeMap<>();
        for (String key : read.stringPropertyNames()) {
            try {
                values.put(key, Placeholders.fill(read.getProperty(key), properties));
            } catch (IllegalArgumentException e) {
                log.error("{}: key {} is left out: {}", file, key, e.getMessage());
            }
        }
        return values;
    }
}
