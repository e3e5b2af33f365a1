/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Looks into the process of a platform. */
final class LoadedClasses {
    private LoadedClasses() {}

    /** Counts the classes of that name, after a garbage collection: one for each class loader. */
    static long count(Subrack platform, String name) throws Exception {
        return jcmd(platform, "GC.class_histogram")
                .lines()
                .filter(line -> line.strip().endsWith(" " + name) || line.contains(" " + name + " "))
                .count();
    }

    private static String jcmd(Subrack platform, String command) throws Exception {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/jcmd").toString(),
                        Long.toString(platform.pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(jcmd.waitFor()).as(output).isZero();
        return output;
    }
}
