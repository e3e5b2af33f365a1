/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Measured values by name, in the order in which the names came. */
final class Samples {
    private final Map<String, List<Double>> values = new LinkedHashMap<>();

    void add(String name, double value) {
        values.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    double median(String name) {
        return percentile(name, 50);
    }

    double percentile(String name, int percent) {
        List<Double> sorted =
                values.getOrDefault(name, List.of()).stream().sorted().toList();
        int last = sorted.size() - 1;
        double exact = last * percent / 100.0;
        int below = (int) exact;
        return sorted.get(below) + (sorted.get(Math.min(below + 1, last)) - sorted.get(below)) * (exact - below);
    }

    /** Prints all, and each median as a ratio to that of one of them. */
    void print(String title, String unit, String baseline) {
        System.out.printf("%n%s [%s]%n", title, unit);
        System.out.printf("  %-34s %8s %8s %8s %5s %7s%n", "", "median", "min", "p90", "n", "ratio");
        for (Map.Entry<String, List<Double>> entry : values.entrySet()) {
            String name = entry.getKey();
            System.out.printf(
                    "  %-34s %8.1f %8.1f %8.1f %5d %7.2f%n",
                    name,
                    median(name),
                    percentile(name, 0),
                    percentile(name, 90),
                    entry.getValue().size(),
                    median(name) / median(baseline));
        }
    }

    /** Prints all, where ratios would say nothing. */
    void printPlain() {
        for (String name : values.keySet()) {
            System.out.printf(
                    "  %-34s %8.1f %8.1f %8.1f %5d%n",
                    name,
                    median(name),
                    percentile(name, 0),
                    percentile(name, 90),
                    values.get(name).size());
        }
    }
}
