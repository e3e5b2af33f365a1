/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import io.subrack.kernel.spi.ConfigurationCheck;
import io.subrack.kernel.spi.ConfigurationSchema;
import io.subrack.kernel.spi.ConfigurationSource;
import io.subrack.kernel.spi.KeyRule;
import io.subrack.kernel.spi.LayeredConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Judges what is configured for the platform's bundles before any of them is there: all faults of all files together, and
 * of what was set through the management API. What is configured for other bundles is their own matter.
 */
final class ConfigurationFaults {
    private final Map<String, List<DeclaredConfiguration.Line>> keys = new HashMap<>();
    private final Map<String, List<String>> checks = new HashMap<>();
    private final Path data;
    private final List<String> faults = new ArrayList<>();

    private ConfigurationFaults(PlatformIndex index, Path data) {
        this.data = data;
        for (PlatformJar jar : index.jars()) {
            List<DeclaredConfiguration.Line> current = List.of();
            for (String text : jar.configuration()) {
                DeclaredConfiguration.Line line = DeclaredConfiguration.Line.of(text);
                if (line.pid().isPresent()) {
                    current = keys.computeIfAbsent(line.pid().get(), pid -> new ArrayList<>());
                } else if (line.isKey()) {
                    current.add(line);
                } else {
                    line.checkedPid()
                            .ifPresent(pid -> checks.computeIfAbsent(pid, it -> new ArrayList<>())
                                    .add(line.checkingClass()));
                }
            }
        }
    }

    /** Returns one sentence for each fault, with the file that it is in. */
    static List<String> of(
            PlatformIndex index, LauncherConfiguration configuration, UnaryOperator<@Nullable String> properties) {
        String type = index.header(ConfigurationSource.HEADER).orElse("");
        if (type.isEmpty()) {
            return List.of();
        }
        ConfigurationSource source = make(type, ConfigurationSource.class);
        ConfigurationFaults all = new ConfigurationFaults(index, configuration.data());
        all.judge(source, source.read(configuration.config(), configuration.data(), properties));
        return all.faults;
    }

    /** Returns the failure of a start that has faults. */
    static LaunchException refusal(List<String> faults) {
        StringBuilder text = new StringBuilder("the configuration has ")
                .append(faults.size() == 1 ? "a fault:" : faults.size() + " faults:");
        for (String fault : faults) {
            text.append(System.lineSeparator()).append("  - ").append(fault);
        }
        return new LaunchException(ExitCode.BAD_CONFIGURATION, text.toString());
    }

    private void judge(ConfigurationSource source, ConfigurationSource.Content content) {
        for (ConfigurationSource.Unread unread : content.unread()) {
            if (keys.containsKey(unread.pid())) {
                faults.add(unread.pid() + ".properties " + unread.sentence());
            }
        }
        for (LayeredConfiguration configuration : content.configurations()) {
            String pid = configuration.factoryPid().orElse(configuration.pid());
            List<DeclaredConfiguration.Line> declared = keys.get(pid);
            if (declared != null) {
                judge(source, configuration, pid, declared);
            }
        }
    }

    private void judge(
            ConfigurationSource source,
            LayeredConfiguration configuration,
            String pid,
            List<DeclaredConfiguration.Line> declared) {
        Map<String, Object> changed = changed(configuration, declared);
        if (changed.isEmpty()) {
            return;
        }
        List<KeyRule> rules = new ArrayList<>();
        for (DeclaredConfiguration.Line line : declared) {
            rules.add(line.rule());
        }
        List<ConfigurationCheck> asked = new ArrayList<>();
        for (String type : checks.getOrDefault(pid, List.of())) {
            asked.add(make(type, ConfigurationCheck.class));
        }
        for (ConfigurationSchema.Fault fault : new ConfigurationSchema(pid, rules).faults(changed, asked)) {
            boolean admin = configuration.admin().orElse(Map.of()).containsKey(fault.key());
            String file = configuration.pid() + ".properties";
            String where =
                    admin ? "set through the management API, " + source.adminFile(data, configuration.pid()) : file;
            faults.add(
                    fault.key().isEmpty()
                            ? file + ": " + fault.rule()
                            : fault.key() + " (" + where + ") " + fault.rule());
        }
    }

    /** Returns the values that are not those that count anyway: the files are shipped with them. */
    private static Map<String, Object> changed(
            LayeredConfiguration configuration, List<DeclaredConfiguration.Line> declared) {
        Map<String, Object> changed = new TreeMap<>(configuration.effective());
        for (DeclaredConfiguration.Line line : declared) {
            Object value = changed.get(line.key());
            if (value != null
                    && line.standard()
                            .filter(it -> it.equals(value.toString().strip()))
                            .isPresent()) {
                changed.remove(line.key());
            }
        }
        return changed;
    }

    private static <T> T make(String type, Class<T> wanted) {
        try {
            return wanted.cast(Class.forName(type, true, PlatformLauncher.class.getClassLoader())
                    .getConstructor()
                    .newInstance());
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new LaunchException(
                    ExitCode.PLATFORM_FAILED,
                    type + " of the platform, which reads or checks the configuration, cannot be made: " + e,
                    e);
        }
    }
}
