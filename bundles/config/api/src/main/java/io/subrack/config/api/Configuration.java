/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.api;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The configuration of one PID, without its secrets.
 *
 * @param pid of a factory configuration {@code <factory PID>~<name>}
 * @param factoryPid of a factory configuration
 * @param name for people; the PID if the bundle has none
 * @param description for people; may be empty
 * @param bundle symbolic name of the bundle that reads it; empty if none does
 * @param factory whether it only says how factory configurations look
 * @param attributes what is known of its keys; empty without metatype
 * @param values by key, those that are known and those that have a value
 * @param layers the layers that have it
 * @param revision of the admin layer; 0 if it was never changed
 * @param restart whether changes count from the next start only
 * @param pending whether a change waits for the next start
 * @param orphaned whether the admin layer is all that is left of it, because its bundle is gone
 * @param problems what is wrong with the values that count, as sentences
 */
public record Configuration(
        String pid,
        Optional<String> factoryPid,
        String name,
        String description,
        Optional<String> bundle,
        boolean factory,
        List<Attribute> attributes,
        Map<String, Value> values,
        Set<Layer> layers,
        long revision,
        boolean restart,
        boolean pending,
        boolean orphaned,
        List<String> problems) {
    public Configuration {
        attributes = List.copyOf(attributes);
        values = Collections.unmodifiableMap(new TreeMap<>(values));
        layers = Collections.unmodifiableSet(new TreeSet<>(layers));
        problems = List.copyOf(problems);
    }

    /** Where values come from, the weakest first. */
    public enum Layer {
        DEFAULT,
        PLATFORM,
        ADMIN
    }
}
