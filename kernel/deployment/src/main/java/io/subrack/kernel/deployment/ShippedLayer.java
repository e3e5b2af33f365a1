/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.subrack.kernel.spi.ConfigurationLayers;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What capability bundles bring with them in {@code OSGI-INF/configurator/*.json} (OSGi Compendium 150), from their start
 * until they are uninstalled. If several bring the same PID, the one that was installed last counts.
 */
final class ShippedLayer implements SynchronousBundleListener {
    private static final String EXTENDER = "osgi.configurator";
    private static final String DIRECTORY = "OSGI-INF/configurator";
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(JsonParser.Feature.ALLOW_COMMENTS).build();
    private static final Logger log = LoggerFactory.getLogger(ShippedLayer.class);

    private final Consumer<String> changed;
    /** By PID, then by bundle id. Guarded by itself. */
    private final Map<String, TreeMap<Long, Map<String, Object>>> layer = new TreeMap<>();

    /** @param changed is told of each PID whose values may have changed */
    ShippedLayer(Consumer<String> changed) {
        this.changed = changed;
    }

    void open(BundleContext context) {
        context.addBundleListener(this);
        for (Bundle bundle : context.getBundles()) {
            if ((bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0) {
                read(bundle);
            }
        }
    }

    Set<String> pids() {
        synchronized (layer) {
            return new TreeSet<>(layer.keySet());
        }
    }

    Optional<Map<String, Object>> get(String pid) {
        synchronized (layer) {
            return Optional.ofNullable(layer.get(pid))
                    .map(bundles -> bundles.lastEntry().getValue());
        }
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STARTING) {
            read(event.getBundle());
        } else if (event.getType() == BundleEvent.UNINSTALLED) {
            forget(event.getBundle());
        }
    }

    private void read(Bundle bundle) {
        if (!bundle.getLocation().startsWith(PlatformBundles.CAPABILITY_LOCATION)) {
            return;
        }
        String needs = bundle.getHeaders("").get(Constants.REQUIRE_CAPABILITY);
        if (needs == null || !needs.contains(EXTENDER)) {
            return;
        }
        Enumeration<URL> files = bundle.findEntries(DIRECTORY, "*.json", false);
        for (URL file : files == null ? List.<URL>of() : Collections.list(files)) {
            read(bundle, file);
        }
    }

    private void read(Bundle bundle, URL file) {
        try (InputStream content = file.openStream()) {
            JsonNode root = MAPPER.readTree(content);
            for (Map.Entry<String, JsonNode> member : root.properties()) {
                if (!member.getKey().startsWith(":")) {
                    put(bundle, member.getKey(), member.getValue());
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            log.error(
                    "{}: {} is not read: {}; its components run on their defaults",
                    Sentences.name(bundle),
                    file.getPath(),
                    e.getMessage());
        }
    }

    private void put(Bundle bundle, String pid, JsonNode values) {
        if (!ConfigurationLayers.PID.matcher(pid).matches() || !values.isObject()) {
            throw new IllegalArgumentException(Refusal.quoted(pid) + " is no PID with an object of values");
        }
        Map<String, Object> read = ConfigurationValues.read(values);
        synchronized (layer) {
            layer.computeIfAbsent(pid, unused -> new TreeMap<>()).put(bundle.getBundleId(), read);
        }
        changed.accept(pid);
    }

    private void forget(Bundle bundle) {
        Set<String> gone = new TreeSet<>();
        synchronized (layer) {
            layer.forEach((pid, bundles) -> {
                if (bundles.remove(bundle.getBundleId()) != null) {
                    gone.add(pid);
                }
            });
            layer.values().removeIf(Map::isEmpty);
        }
        gone.forEach(changed);
    }
}
