/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.spi.ConfigurationRevision;
import io.subrack.kernel.spi.ConfigurationSource;
import io.subrack.kernel.spi.LayeredConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads the files that {@link ConfigurationFiles} is going to load. The launcher makes one. */
public final class StoredConfigurations implements ConfigurationSource {
    @Override
    public Content read(Path config, Path data, UnaryOperator<@Nullable String> properties) {
        List<Unread> unread = new ArrayList<>();
        Map<String, Map<String, Object>> platform = PlatformLayer.read(
                config, properties::apply, (file, pid, sentence) -> unread.add(new Unread(pid, sentence)));
        Map<String, ConfigurationRevision> admin = ConfigurationHistory.readable(data);
        Set<String> pids = new TreeSet<>(platform.keySet());
        pids.addAll(admin.keySet());
        List<LayeredConfiguration> all = new ArrayList<>();
        for (String pid : pids) {
            Optional<ConfigurationRevision> newest = Optional.ofNullable(admin.get(pid));
            all.add(new LayeredConfiguration(
                    pid,
                    Optional.empty(),
                    Optional.ofNullable(platform.get(pid)),
                    newest.flatMap(ConfigurationRevision::after),
                    newest.map(ConfigurationRevision::number).orElse(0L)));
        }
        return new Content(all, unread);
    }

    @Override
    public Path adminFile(Path data, String pid) {
        return ConfigurationHistory.file(data, pid);
    }
}
