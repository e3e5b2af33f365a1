/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.provider;

import io.subrack.config.api.Attribute;
import io.subrack.config.api.Configuration;
import io.subrack.config.api.Difference;
import io.subrack.config.api.Revision;
import io.subrack.config.api.Value;
import io.subrack.kernel.spi.ConfigurationCheck;
import io.subrack.kernel.spi.ConfigurationLayers;
import io.subrack.kernel.spi.ConfigurationRevision;
import io.subrack.kernel.spi.KeyRule;
import io.subrack.kernel.spi.LayeredConfiguration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** What is shown of configurations: never a secret. */
final class Views {
    private Views() {}

    /**
     * Shows a configuration.
     *
     * @param readers who reads it; may be nobody
     * @param failures what else is wrong with the values that count
     * @param checks what its readers say of values before they are taken
     */
    static Configuration of(
            LayeredConfiguration layered,
            @Nullable Schema schema,
            List<Readers.Reader> readers,
            List<String> failures,
            List<ConfigurationCheck> checks,
            boolean live,
            ConfigurationLayers layers) {
        Set<Configuration.Layer> present = EnumSet.noneOf(Configuration.Layer.class);
        if (layered.shipped().isPresent() || schema != null) {
            present.add(Configuration.Layer.DEFAULT);
        }
        layered.platform().ifPresent(unused -> present.add(Configuration.Layer.PLATFORM));
        layered.admin().ifPresent(unused -> present.add(Configuration.Layer.ADMIN));
        Optional<Bundle> bundle = schema != null
                ? Optional.of(schema.bundle())
                : readers.stream().map(Readers.Reader::bundle).findFirst();
        return new Configuration(
                layered.pid(),
                layered.factoryPid(),
                schema == null ? layered.pid() : schema.name(),
                schema == null ? "" : schema.description(),
                bundle.map(it -> String.valueOf(it.getSymbolicName())),
                schema != null && schema.factory() && layered.factoryPid().isEmpty(),
                schema == null ? List.of() : schema.attributes(),
                values(layered, schema),
                present,
                layered.revision(),
                !live,
                !layers.applied(layered.pid()),
                bundle.isEmpty()
                        && layered.admin().isPresent()
                        && layered.platform().isEmpty(),
                problems(layered, schema, failures, checks, layers));
    }

    private static Map<String, Value> values(LayeredConfiguration layered, @Nullable Schema schema) {
        Map<String, Object> effective = layered.effective();
        Set<String> keys = new TreeSet<>(effective.keySet());
        if (schema != null) {
            schema.attributes().forEach(attribute -> keys.add(attribute.id()));
        }
        Map<String, Value> values = new TreeMap<>();
        for (String key : keys) {
            Attribute attribute = schema == null ? null : schema.attribute(key).orElse(null);
            Object standard = standard(key, layered, attribute);
            Object counts = effective.get(key);
            values.put(
                    key,
                    new Value(
                            shown(key, counts == null ? standard : counts, attribute),
                            shown(key, standard, attribute),
                            shown(key, layered.platform().map(it -> it.get(key)).orElse(null), attribute),
                            shown(key, layered.admin().map(it -> it.get(key)).orElse(null), attribute),
                            SecretKeys.isSecret(key, attribute)));
        }
        return values;
    }

    private static @Nullable Object standard(String key, LayeredConfiguration layered, @Nullable Attribute attribute) {
        Object shipped = layered.shipped().map(it -> it.get(key)).orElse(null);
        if (shipped != null || attribute == null || attribute.defaults().isEmpty()) {
            return shipped;
        }
        return attribute.cardinality() == 0 ? attribute.defaults().get(0) : attribute.defaults();
    }

    /** Returns a value as it may be shown: of the kind that the metatype wants if it is one, and masked if it is secret. */
    static Optional<Object> shown(String key, @Nullable Object value, @Nullable Attribute attribute) {
        if (value == null) {
            return Optional.empty();
        }
        if (SecretKeys.isSecret(key, attribute)) {
            return "".equals(value) ? Optional.empty() : Optional.of(SecretKeys.masked(value));
        }
        return Optional.of(fitted(value, attribute));
    }

    /** Returns a value as the metatype wants it, or as it is if it cannot be that. */
    static Object fitted(Object value, @Nullable Attribute attribute) {
        try {
            return attribute == null ? value : Schema.rule(attribute).fit(value);
        } catch (KeyRule.Unfit e) {
            return value;
        }
    }

    /** Returns what is wrong with the values that count, whichever layer they are from. */
    private static List<String> problems(
            LayeredConfiguration layered,
            @Nullable Schema schema,
            List<String> failures,
            List<ConfigurationCheck> checks,
            ConfigurationLayers layers) {
        List<String> problems = new ArrayList<>(failures);
        Map<String, Object> effective = layered.effective();
        if (schema != null && layered.present()) {
            schema.rules().faults(effective, checks).forEach(fault -> problems.add(fault.sentence()));
        }
        effective.forEach((key, value) -> {
            for (Object item : value instanceof List<?> list ? list : List.of(value)) {
                layers.unresolved(item.toString()).forEach(it -> problems.add(key + ": " + it));
            }
        });
        return problems;
    }

    static Revision of(ConfigurationRevision revision, @Nullable Schema schema) {
        Map<String, Object> before = revision.before().orElse(Map.of());
        Map<String, Object> after = revision.after().orElse(Map.of());
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(after.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String key : keys) {
            if (!Objects.equals(before.get(key), after.get(key))) {
                Attribute attribute =
                        schema == null ? null : schema.attribute(key).orElse(null);
                differences.add(new Difference(
                        key, shown(key, before.get(key), attribute), shown(key, after.get(key), attribute)));
            }
        }
        return new Revision(
                revision.number(), revision.pid(), revision.at(), revision.by(), revision.reason(), differences);
    }
}
