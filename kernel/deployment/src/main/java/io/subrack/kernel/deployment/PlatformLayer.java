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
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration files: {@code <pid>.properties}, and {@code <factoryPid>~<name>.properties} for several of a
 * kind. A broken file is left out.
 */
final class PlatformLayer {
    /** The launcher reads these itself. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of("subrack.properties", "logging.properties");

    private static final String SUFFIX = ".properties";
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z0-9_$-]+(?:\\.[A-Za-z0-9_$-]+)*(?:~[A-Za-z0-9._-]+)?)\\.properties");
    private static final Logger log = LoggerFactory.getLogger(PlatformLayer.class);

    private PlatformLayer() {}

    /** Who is told of what cannot be read. */
    interface Complaints {
        /** @param sentence what is wrong with the file, after its name */
        void add(Path file, String pid, String sentence);
    }

    /** @return the values by PID; what is left out is logged */
    static Map<String, Map<String, Object>> read(@Nullable Path directory, Placeholders.Lookup properties) {
        if (directory == null || !Files.isDirectory(directory)) {
            log.warn("there is no configuration directory {}; everything runs on defaults", directory);
            return Map.of();
        }
        return read(directory, properties, (file, pid, sentence) -> log.error("{} {}", file, sentence));
    }

    /** @return the values by PID; nothing if there is no directory */
    static Map<String, Map<String, Object>> read(
            Path directory, Placeholders.Lookup properties, Complaints complaints) {
        Map<String, Map<String, Object>> layer = new TreeMap<>();
        for (Path file : files(directory, complaints)) {
            Matcher matcher = NAME.matcher(file.getFileName().toString());
            if (!matcher.matches()) {
                complaints.add(
                        file,
                        "",
                        "is not read: a configuration file is called <pid>.properties or"
                                + " <factory pid>~<name>.properties, in letters, digits, '.', '_', '$' and '-'");
                continue;
            }
            String pid = matcher.group(1);
            Map<String, Object> values = values(file, properties, sentence -> complaints.add(file, pid, sentence));
            if (values != null) {
                layer.put(pid, values);
            }
        }
        return layer;
    }

    private static List<Path> files(Path directory, Complaints complaints) {
        if (!Files.isDirectory(directory)) {
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
            complaints.add(directory, "", "cannot be read: " + Sentences.describe(e) + "; everything runs on defaults");
            return List.of();
        }
    }

    private static @Nullable Map<String, Object> values(
            Path file, Placeholders.Lookup properties, Consumer<String> complaints) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            complaints.accept(
                    "is not read: " + Sentences.describe(e) + "; it must be a UTF-8 text of lines 'key = value'");
            return null;
        }
        Map<String, Object> values = new TreeMap<>();
        for (String key : read.stringPropertyNames()) {
            try {
                values.put(key, Placeholders.fill(read.getProperty(key), properties));
            } catch (IllegalArgumentException e) {
                complaints.accept("has the key " + key + ", which is left out: " + e.getMessage());
            }
        }
        return values;
    }
}
