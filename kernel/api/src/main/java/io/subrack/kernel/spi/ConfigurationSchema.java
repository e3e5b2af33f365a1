/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which keys a configuration has. Whoever judges a configuration asks this: the management API before a change, the launcher
 * before a start.
 *
 * @param pid the PID, or the factory PID
 * @param rules one for each key
 */
public record ConfigurationSchema(String pid, List<KeyRule> rules) {
    private static final Pattern NO_KEY = Pattern.compile("[^A-Za-z0-9._-]+");

    public ConfigurationSchema {
        rules = List.copyOf(rules);
    }

    /**
     * What is wrong with one key.
     *
     * @param key empty if it is about several
     * @param rule the rest of a sentence that begins with the key; a whole sentence where there is none
     */
    public record Fault(String key, String rule) {
        /** Returns the whole sentence. */
        public String sentence() {
            return key.isEmpty() ? rule : key + " " + rule;
        }
    }

    /** Returns the rule of a key; empty if the bundle does not know it. */
    public Optional<KeyRule> rule(String key) {
        return rules.stream().filter(it -> it.key().equals(key)).findFirst();
    }

    /** Returns what is to be said of a key that the bundle does not know; empty if it may be there all the same. */
    public Optional<String> unknown(String key) {
        if (isOfTheRuntime(key) || rule(key).isPresent()) {
            return Optional.empty();
        }
        Set<String> known = new TreeSet<>();
        rules.forEach(it -> known.add(it.key()));
        return Optional.of("is no key of " + pid + "; there are " + String.join(", ", known));
    }

    /** Keys that the component runtime and the service registry read, whatever the component itself knows. */
    private static boolean isOfTheRuntime(String key) {
        return key.startsWith("service.")
                || key.startsWith("osgi.")
                || key.startsWith(".")
                || key.endsWith(".target")
                || key.endsWith(".cardinality.minimum");
    }

    /**
     * Returns all that is wrong with values that are to count, the faults of single keys first.
     *
     * @param checks what the bundle that reads them says beyond its metatype; not asked about keys that are wrong anyway
     */
    public List<Fault> faults(Map<String, Object> values, Collection<ConfigurationCheck> checks) {
        List<Fault> faults = new ArrayList<>();
        Map<String, Object> fit = new TreeMap<>(values);
        new TreeMap<>(values)
                .forEach((key, value) -> fault(key, value).ifPresent(rule -> {
                    faults.add(new Fault(key, rule));
                    fit.remove(key);
                }));
        for (KeyRule rule : rules) {
            if (rule.required() && !values.containsKey(rule.key())) {
                faults.add(new Fault(rule.key(), "is required and has no value"));
            }
        }
        Set<String> told = new TreeSet<>();
        faults.forEach(fault -> told.add(fault.key()));
        for (ConfigurationCheck check : checks) {
            for (String sentence : judged(check, fit)) {
                // without its value a key has its default, of which nobody wants to hear
                if (Collections.disjoint(told, List.of(NO_KEY.split(sentence)))) {
                    faults.add(split(sentence));
                }
            }
        }
        return faults;
    }

    private Optional<String> fault(String key, Object value) {
        Optional<KeyRule> rule = rule(key);
        if (rule.isEmpty()) {
            return unknown(key);
        }
        return rule.get().fault(value);
    }

    /** Returns what a bundle says of values; that it cannot say anything is a fault, too. */
    public static List<String> judged(ConfigurationCheck check, Map<String, Object> values) {
        try {
            return check.faults(values);
        } catch (RuntimeException e) { // a bundle that cannot judge a value could not start with it either
            return List.of("the bundle that reads the values cannot take them: " + e.getMessage());
        }
    }

    private Fault split(String sentence) {
        String own = pid + ": ";
        String rest = sentence.startsWith(own) ? sentence.substring(own.length()) : sentence;
        int space = rest.indexOf(' ');
        String first = space < 0 ? rest : rest.substring(0, space);
        return rule(first).isPresent() ? new Fault(first, rest.substring(space + 1)) : new Fault("", rest);
    }
}
