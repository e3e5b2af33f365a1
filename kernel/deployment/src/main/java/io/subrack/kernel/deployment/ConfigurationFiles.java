/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.PlatformProperties;
import io.subrack.kernel.spi.ConfigurationChange;
import io.subrack.kernel.spi.ConfigurationLayers;
import io.subrack.kernel.spi.ConfigurationRevision;
import io.subrack.kernel.spi.LayeredConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationPlugin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the configuration when it is activated, before other bundles of the platform start: what stands in the
 * configuration files, and over that what was set through the management API, so that nobody sees the one without the
 * other. The two components of this bundle get a configuration even if there is none, because they wait for one.
 */
@Component(
        service = {ConfigurationFiles.class, ConfigurationLayers.class},
        immediate = true)
public final class ConfigurationFiles implements ConfigurationLayers {
    private static final String ANY_LOCATION = "?";
    private static final Set<String> OWN = Set.of(EngineConfiguration.PID, FolderConfiguration.PID);

    /** Beyond 0 a plug-in may change values; below 1000 others may follow. */
    private static final int PLUGIN_RANKING = 500;

    private static final Logger log = LoggerFactory.getLogger(ConfigurationFiles.class);

    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final Map<String, Map<String, Object>> platform;
    private final @Nullable ConfigurationHistory history;
    private final SecretFiles secrets;
    private final SecretReferences references;
    private final ShippedLayer shipped = new ShippedLayer(this::applyIfLoaded);
    private final ServiceRegistration<ConfigurationPlugin> plugin;
    private final Object applying = new Object();
    /** What ConfigurationAdmin has. Guarded by {@link #applying}. */
    private final Map<String, Map<String, Object>> applied = new HashMap<>();

    @Activate
    public ConfigurationFiles(BundleContext context, @Reference ConfigurationAdmin admin) {
        this.context = context;
        this.admin = admin;
        Path config = directory(PlatformProperties.CONFIG);
        Path data = directory(PlatformProperties.DATA);
        DurableFiles disk = new DiskFiles();
        this.platform = PlatformLayer.read(config, context::getProperty);
        this.secrets = new SecretFiles(config, data, disk);
        this.references = new SecretReferences(secrets);
        this.history = data == null ? null : new ConfigurationHistory(data, disk, secrets, Clock.systemUTC());
        this.plugin = context.registerService(
                ConfigurationPlugin.class,
                references,
                FrameworkUtil.asDictionary(Map.of(ConfigurationPlugin.CM_RANKING, PLUGIN_RANKING)));
        shipped.open(context);
        Set<String> all = new TreeSet<>(pids());
        all.addAll(OWN);
        all.forEach(this::applyIfLoaded);
    }

    private @Nullable Path directory(String property) {
        String directory = context.getProperty(property);
        return directory == null ? null : Path.of(directory);
    }

    @Deactivate
    void close() {
        context.removeBundleListener(shipped);
        plugin.unregister();
    }

    @Override
    public Set<String> pids() {
        Set<String> pids = new TreeSet<>(platform.keySet());
        pids.addAll(shipped.pids());
        if (history != null) {
            history.newest().forEach((pid, revision) -> revision.after().ifPresent(layer -> pids.add(pid)));
        }
        return pids;
    }

    @Override
    public LayeredConfiguration get(String pid) {
        Optional<ConfigurationRevision> newest = history == null ? Optional.empty() : history.newest(pid);
        return new LayeredConfiguration(
                pid,
                shipped.get(pid),
                Optional.ofNullable(platform.get(pid)),
                newest.flatMap(ConfigurationRevision::after),
                newest.map(ConfigurationRevision::number).orElse(0L));
    }

    @Override
    public long revision() {
        return history == null ? 0 : history.revision();
    }

    @Override
    public List<ConfigurationRevision> history(String pid) {
        return history == null ? List.of() : history.of(pid);
    }

    @Override
    public List<ConfigurationRevision> between(long after, long upTo) {
        return history == null ? List.of() : history.between(after, upTo);
    }

    @Override
    public ConfigurationRevision write(ConfigurationChange change) {
        if (history == null) {
            throw new UncheckedIOException(new IOException("there is no data directory"));
        }
        return history.write(change);
    }

    @Override
    public void apply(String pid) {
        try {
            give(pid, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void renew(String pid) {
        try {
            give(pid, true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean applied(String pid) {
        LayeredConfiguration wanted = get(pid);
        synchronized (applying) {
            Map<String, Object> has = applied.get(pid);
            return has == null ? !wanted.present() : has.equals(wanted.effective());
        }
    }

    private void applyIfLoaded(String pid) {
        try {
            give(pid, false);
        } catch (IOException | RuntimeException e) { // one that ConfigurationAdmin refuses must not keep the others out
            log.error("configuration {} cannot be stored", pid, e);
        }
    }

    private void give(String pid, boolean anew) throws IOException {
        synchronized (applying) {
            LayeredConfiguration layers = get(pid);
            Map<String, Object> values = layers.effective();
            if (!layers.present() && !OWN.contains(pid)) {
                if (applied.remove(pid) != null) {
                    configuration(layers).delete();
                }
                return;
            }
            Configuration configuration = configuration(layers);
            Dictionary<String, Object> dictionary = ConfigurationValues.dictionary(values);
            if (anew || configuration.getProperties() == null) {
                configuration.update(dictionary);
            } else {
                configuration.updateIfDifferent(dictionary);
            }
            applied.put(pid, values);
        }
    }

    private Configuration configuration(LayeredConfiguration layers) throws IOException {
        String pid = layers.pid();
        Optional<String> factory = layers.factoryPid();
        return factory.isEmpty()
                ? admin.getConfiguration(pid, ANY_LOCATION)
                : admin.getFactoryConfiguration(
                        factory.get(), pid.substring(factory.get().length() + 1), ANY_LOCATION);
    }

    @Override
    public List<String> unresolved(String text) {
        return references.faults(text);
    }

    @Override
    public Set<String> secrets() {
        return secrets.names();
    }

    @Override
    public void putSecret(String name, String text) {
        if (!SECRET_NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("the name of a secret is a letter and up to 63 letters, digits, '.', '_'"
                    + " and '-', not " + Refusal.quoted(name));
        }
        try {
            secrets.put(name, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean deleteSecret(String name) {
        try {
            return SECRET_NAME.matcher(name).matches() && secrets.delete(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
