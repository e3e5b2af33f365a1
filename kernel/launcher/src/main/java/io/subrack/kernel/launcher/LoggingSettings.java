/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What {@code config/logging.properties} says.
 *
 * @param root the least level that is logged where nothing else is said
 * @param levels the least level of single loggers and those below them, by name
 * @param fileMebibytes at which size the log file is put aside
 * @param files how many files are kept, the current one included
 * @param json whether each line of the file is a JSON object
 */
record LoggingSettings(Level root, Map<String, Level> levels, int fileMebibytes, int files, boolean json) {
    static final String FILE = "logging.properties";

    private static final String LEVEL = "level";
    private static final String LEVEL_PREFIX = "level.";
    private static final String FILE_MEBIBYTES = "file.max.mebibytes";
    private static final String FILES = "file.max.count";
    private static final String FORMAT = "file.format";
    private static final int MOST_MEBIBYTES = 1024;
    // logback renames them all each time, and knows no more
    private static final int MOST_FILES = 21;

    LoggingSettings {
        levels = Map.copyOf(levels);
    }

    /** Returns what the file says, with the defaults for what it does not say or says wrongly. */
    static LoggingSettings read(Path config, List<String> faults) {
        Properties file = load(config.resolve(FILE), faults);
        Map<String, Level> levels = new TreeMap<>();
        levels.put("org.eclipse.jetty", Level.WARN);
        levels.put("org.glassfish.jersey", Level.WARN);
        levels.put("org.apache.felix", Level.WARN);
        levels.put("org.apache.aries", Level.WARN);
        levels.put("com.zaxxer.hikari", Level.WARN);
        levels.put("org.flywaydb", Level.WARN);
        levels.put("hsqldb", Level.WARN);
        Level root = Level.INFO;
        int mebibytes = 10;
        int files = 20;
        boolean json = false;
        for (String key : new TreeSet<>(file.stringPropertyNames())) {
            String value = file.getProperty(key).strip();
            if (key.equals(LEVEL)) {
                root = level(key, value, root, faults);
            } else if (key.startsWith(LEVEL_PREFIX)) {
                levels.put(key.substring(LEVEL_PREFIX.length()), level(key, value, root, faults));
            } else if (key.equals(FILE_MEBIBYTES)) {
                mebibytes = number(key, value, 1, MOST_MEBIBYTES, faults);
            } else if (key.equals(FILES)) {
                files = number(key, value, 2, MOST_FILES, faults);
            } else if (key.equals(FORMAT)) {
                json = value.equals("json");
                if (!json && !value.equals("text")) {
                    faults.add(key + " (" + FILE + ") must be text or json, not '" + value + "'");
                }
            } else {
                faults.add(key + " (" + FILE + ") is not a known key; there are " + LEVEL + ", " + LEVEL_PREFIX
                        + "<logger>, " + FILE_MEBIBYTES + ", " + FILES + " and " + FORMAT);
            }
        }
        return new LoggingSettings(root, levels, mebibytes, files, json);
    }

    private static Properties load(Path path, List<String> faults) {
        Properties properties = new Properties();
        if (Files.exists(path)) {
            try (Reader reader = Files.newBufferedReader(path)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                faults.add(path + " cannot be read: " + e.getMessage()
                        + "; it must be a UTF-8 text of lines 'key = value'");
            }
        }
        return properties;
    }

    private static Level level(String key, String value, Level otherwise, List<String> faults) {
        return switch (value) {
            case "OFF" -> Level.OFF;
            case "ERROR" -> Level.ERROR;
            case "WARN" -> Level.WARN;
            case "INFO" -> Level.INFO;
            case "DEBUG" -> Level.DEBUG;
            case "TRACE" -> Level.TRACE;
            default -> {
                faults.add(key + " (" + FILE + ") must be OFF, ERROR, WARN, INFO, DEBUG or TRACE, not '" + value + "'");
                yield otherwise;
            }
        };
    }

    private static int number(String key, String value, int least, int most, List<String> faults) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below, with the same words as a number out of range
        }
        faults.add(key + " (" + FILE + ") must be " + least + " to " + most + ", not '" + value + "'");
        return least;
    }
}
