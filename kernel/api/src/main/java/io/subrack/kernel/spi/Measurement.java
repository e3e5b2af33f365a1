/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.util.Map;
import java.util.TreeMap;

/**
 * One value of a metric, as it is right now.
 *
 * @param name the metric's name as Prometheus has it: {@code subrack_data_connections}; a counter's ends in
 *     {@code _total}
 * @param help what it is, in one line; the same for all values of a metric
 * @param labels names and values that tell the values of a metric apart, in any order; the names are the same for all
 *     values of a metric
 * @param value the value; one of a counter never falls
 */
public record Measurement(String name, String help, Map<String, String> labels, double value) {
    /** The end of a counter's name. */
    public static final String COUNTER = "_total";

    public Measurement {
        labels = java.util.Collections.unmodifiableMap(new TreeMap<>(labels));
    }
}
