/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.provider;

import io.subrack.config.api.Attribute;
import io.subrack.config.api.ChangeRequest;
import io.subrack.config.api.Difference;
import io.subrack.config.api.Fault;
import io.subrack.config.api.Secret;
import io.subrack.kernel.spi.ConfigurationCheck;
import io.subrack.kernel.spi.ConfigurationLayers;
import io.subrack.kernel.spi.ConfigurationSchema;
import io.subrack.kernel.spi.KeyRule;
import io.subrack.kernel.spi.LayeredConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A change while it is checked: the admin layer as it would be, and what is wrong with it. */
final class Draft {
    static final int MAX_KEYS = 500;
    static final int MAX_TEXT_CHARS = 65_536;
    private static final int MAX_KEY_CHARS = 200;

    private final LayeredConfiguration now;
    private final @Nullable Schema schema;
    private final ConfigurationLayers layers;
    private final Map<String, Object> after = new TreeMap<>();
    private final Map<String, String> sealed = new TreeMap<>();
    private final List<Fault> faults = new ArrayList<>();

    Draft(ChangeRequest change, LayeredConfiguration now, @Nullable Schema schema, ConfigurationLayers layers) {
        this.now = now;
        this.schema = schema;
        this.layers = layers;
        Map<String, Object> wanted = wanted(change);
        if (wanted.size() > MAX_KEYS) {
            faults.add(new Fault("", "a configuration has at most " + MAX_KEYS + " keys, not " + wanted.size()));
            return;
        }
        wanted.forEach(this::take);
        require();
    }

    private Map<String, Object> before() {
        return now.admin().orElse(Map.of());
    }

    private Map<String, Object> wanted(ChangeRequest change) {
        Map<String, Object> wanted = new TreeMap<>(change.whole() ? Map.of() : before());
        change.set().forEach((key, value) -> {
            Object kept = before().get(key);
            if (!(value instanceof Secret)) {
                wanted.put(key, value);
            } else if (kept != null) {
                wanted.put(key, kept);
            } else {
                wanted.remove(key); // it comes from a lower layer, and goes on to do so
            }
        });
        wanted.keySet().removeAll(change.unset());
        return wanted;
    }

    private void take(String key, Object value) {
        Attribute attribute = schema == null ? null : schema.attribute(key).orElse(null);
        boolean secret = SecretKeys.isSecret(key, attribute);
        try {
            checkKey(key);
            Object fitted =
                    attribute == null ? plain(value) : Schema.rule(attribute).fit(value);
            refer(fitted);
            if (secret && !fitted.equals(before().get(key)) && !SecretKeys.isReference(fitted)) {
                seal(key, fitted);
            } else {
                after.put(key, fitted);
            }
        } catch (KeyRule.Unfit e) {
            faults.add(new Fault(key, key + " " + e.getMessage()));
        }
    }

    private void checkKey(String key) throws KeyRule.Unfit {
        if (key.isBlank() || key.length() > MAX_KEY_CHARS || key.chars().anyMatch(Character::isISOControl)) {
            throw new KeyRule.Unfit("is no key: it has 1 to " + MAX_KEY_CHARS + " printable characters");
        }
        Optional<String> unknown =
                schema == null ? Optional.empty() : schema.rules().unknown(key);
        if (unknown.isPresent()) {
            throw new KeyRule.Unfit(unknown.get());
        }
    }

    /** A value of which nobody knows what it should be. */
    private static Object plain(Object value) throws KeyRule.Unfit {
        if (value instanceof List<?> list) {
            for (Object item : list) {
                if (item instanceof List || item.getClass() != list.get(0).getClass()) {
                    throw new KeyRule.Unfit("must be a list of one kind: texts, numbers or booleans");
                }
                plain(item);
            }
            return List.copyOf(list);
        }
        if (!(value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Character)) {
            throw new KeyRule.Unfit("must be a text, a number, a boolean, or a list of these");
        }
        return value;
    }

    private void refer(Object value) throws KeyRule.Unfit {
        for (Object item : value instanceof List<?> list ? list : List.of(value)) {
            if (item instanceof String text) {
                if (text.length() > MAX_TEXT_CHARS) {
                    throw new KeyRule.Unfit("must have at most " + MAX_TEXT_CHARS + " characters");
                }
                List<String> unresolved = layers.unresolved(text);
                if (!unresolved.isEmpty()) {
                    throw new KeyRule.Unfit("refers to what is not there: " + String.join("; ", unresolved));
                }
            }
        }
    }

    private void seal(String key, Object value) throws KeyRule.Unfit {
        if (!(value instanceof String text)) {
            throw new KeyRule.Unfit("is secret, so each of its values must be a reference, as $[secret:name]");
        }
        if (text.isEmpty()) {
            after.put(key, text);
        } else {
            sealed.put(key, text);
        }
    }

    private void require() {
        if (schema == null) {
            return;
        }
        for (Attribute attribute : schema.attributes()) {
            String key = attribute.id();
            if (attribute.required()
                    && attribute.defaults().isEmpty()
                    && !effective().containsKey(key)
                    && !sealed.containsKey(key)
                    && faults.stream().noneMatch(fault -> fault.key().equals(key))) {
                faults.add(new Fault(key, key + " is required and has no value"));
            }
        }
    }

    /** Asks the bundle that reads the values, unless they are wrong already. */
    void judge(ConfigurationCheck check) {
        if (!faults.isEmpty()) {
            return;
        }
        ConfigurationSchema.judged(check, effective()).forEach(sentence -> faults.add(new Fault("", sentence)));
    }

    List<Fault> faults() {
        return faults;
    }

    /** Returns the admin layer as it would be, without what is sealed. */
    Map<String, Object> after() {
        return after;
    }

    /** Returns the texts that are to be put away. */
    Map<String, String> sealed() {
        return sealed;
    }

    /** Says whether the admin layer would be another one. */
    boolean changes() {
        return !sealed.isEmpty() || !after.equals(before());
    }

    /** Returns the values that would count, without what is sealed. */
    Map<String, Object> effective() {
        Map<String, Object> effective = new TreeMap<>();
        now.shipped().ifPresent(effective::putAll);
        now.platform().ifPresent(effective::putAll);
        effective.putAll(after);
        return effective;
    }

    /** Returns what becomes of the values that count. */
    List<Difference> differences() {
        Map<String, Object> from = now.effective();
        Map<String, Object> to = effective();
        Set<String> keys = new TreeSet<>(from.keySet());
        keys.addAll(to.keySet());
        keys.addAll(sealed.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String key : keys) {
            Object old = orDefault(key, from.get(key));
            Object anew = sealed.containsKey(key) ? "" : orDefault(key, to.get(key));
            if (sealed.containsKey(key) || !same(key, old, anew)) {
                differences.add(new Difference(key, shown(key, old), shown(key, anew)));
            }
        }
        return differences;
    }

    private @Nullable Object orDefault(String key, @Nullable Object value) {
        if (value != null || schema == null) {
            return value;
        }
        return schema.attribute(key)
                .filter(it -> !it.defaults().isEmpty())
                .map(it -> it.cardinality() == 0 ? it.defaults().get(0) : (Object) it.defaults())
                .orElse(null);
    }

    /** A file says "8080" where the admin layer has 8080. */
    private boolean same(String key, @Nullable Object old, @Nullable Object anew) {
        return Objects.equals(fitted(key, old), fitted(key, anew));
    }

    private @Nullable Object fitted(String key, @Nullable Object value) {
        Attribute attribute = schema == null ? null : schema.attribute(key).orElse(null);
        return value == null ? null : Views.fitted(value, attribute);
    }

    private Optional<Object> shown(String key, @Nullable Object value) {
        Attribute attribute = schema == null ? null : schema.attribute(key).orElse(null);
        return Views.shown(key, value, attribute);
    }
}
