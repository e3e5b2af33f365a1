/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How long a warm build of an application of one resource takes. Run it by hand: the argument is the number of builds. */
final class BuildBenchmark {
    private static final int ROUNDS = 5;

    private BuildBenchmark() {}

    public static void main(String[] arguments) {
        int builds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
        JerseyApplication.prepareRuntime();
        for (int round = 0; round < ROUNDS; round++) {
            var micros = new ArrayList<Long>();
            for (int i = 0; i < builds; i++) {
                long start = System.nanoTime();
                var application = new JerseyApplication(TestApplication.model(
                        "/", List.of(), List.of(new InstanceSource.Constant(new HelloBenchmark.Hello())), List.of()));
                micros.add((System.nanoTime() - start) / 1000);
                application.close();
            }
            System.out.printf(
                    Locale.ROOT,
                    "first %d us, median %d us%n",
                    micros.get(0),
                    micros.stream().sorted().toList().get(builds / 2));
        }
    }
}
