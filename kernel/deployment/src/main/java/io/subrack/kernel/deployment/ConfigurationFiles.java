/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.PlatformProperties;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the admin's configuration files when it is activated: {@code <pid>.properties}, and
 * {@code <factoryPid>~<name>.properties} for several of a kind. A broken file is told and left out. The two components of
 * this bundle get a configuration even without a file, because they wait for one.
 */
@SuppressWarnings("JdkObsolete") // ConfigurationAdmin takes nothing but a Dictionary
@Component(service = ConfigurationFiles.class, immediate = true)
public final class ConfigurationFiles {
    /** The launcher reads these itself. */
    private static final Set<String> OF_THE_LAUNCHER = Set.of("subrack.properties", "logging.properties");

    private static final String SUFFIX = ".properties";
    private static final String ANY_LOCATION = "?";
    private static final Pattern NAME =
            Pattern.compile("([A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)*)(?:~([A-Za-z0-9._-]+))?\\.properties");
    private static final Logger log = LoggerFactory.getLogger(ConfigurationFiles.class);

    private final BundleContext context;
    private final ConfigurationAdmin admin;

    @Activate
    public ConfigurationFiles(BundleContext context, @Reference ConfigurationAdmin admin) {
        this.context = context;
        this.admin = admin;
        String directory = context.getProperty(PlatformProperties.CONFIG);
        load(directory == null ? null : Path.of(directory));
    }

    private void load(@Nullable Path directory) {
        Set<String> loaded = new HashSet<>();
        for (Path file : files(directory)) {
            String name = file.getFileName().toString();
            Matcher matcher = NAME.matcher(name);
            if (!matcher.matches()) {
                log.error(
                        "{} is not read: a configuration file is called <pid>.properties or"
                                + " <factory pid>~<name>.properties, in letters, digits, '.', '_' and '-'",
                        file);
            } else if (load(file, matcher.group(1), matcher.group(2))) {
                loaded.add(matcher.group(1));
            }
        }
        for (String own : List.of(EngineConfiguration.PID, FolderConfiguration.PID)) {
            if (!loaded.contains(own)) {
                update(own, null, new Hashtable<>());
            }
        }
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

    private boolean load(Path file, String pid, @Nullable String name) {
        Properties read = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            read.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            log.error("{} is not read: {}; the component it is for runs on its defaults", file, Sentences.describe(e));
            return false;
        }
        Dictionary<String, Object> values = new Hashtable<>();
        for (String key : read.stringPropertyNames()) {
            try {
                values.put(key, Placeholders.fill(read.getProperty(key), context::getProperty));
            } catch (IllegalArgumentException e) {
                log.error("{}: key {} is left out: {}", file, key, e.getMessage());
            }
        }
        return update(pid, name, values);
    }

    private boolean update(String pid, @Nullable String name, Dictionary<String, Object> values) {
        try {
            Configuration configuration = name == null
                    ? admin.getConfiguration(pid, ANY_LOCATION)
                    : admin.getFactoryConfiguration(pid, name, ANY_LOCATION);
            if (configuration.getProperties() == null) {
                configuration.update(values);
            } else {
                configuration.updateIfDifferent(values);
            }
            return true;
        } catch (IOException | RuntimeException e) {
            log.error("configuration {} cannot be stored", pid, e);
            return false;
        }
    }
}
