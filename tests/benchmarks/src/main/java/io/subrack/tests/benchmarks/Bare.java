/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.benchmarks;

import io.subrack.tests.system.Repository;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts the baseline as a process of its own. */
final class Bare {
    private Bare() {}

    static Process start(int port, List<String> jvmOptions, Path log) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath(), BareJettyJersey.class.getName(), Integer.toString(port)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /** Makes a class archive for the baseline by a training run, and returns the options that use it. */
    static List<String> archived(Path directory, int port) throws IOException, InterruptedException {
        Path archive = directory.resolve("bare.jsa");
        Process training = start(port, List.of("-XX:ArchiveClassesAtExit=" + archive), directory.resolve("bare.log"));
        FirstAnswer.await(port, training);
        training.destroy();
        if (!training.waitFor(60, TimeUnit.SECONDS) || !Files.exists(archive)) {
            throw new IllegalStateException("the baseline made no class archive; see " + directory);
        }
        return List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto");
    }

    /** Only what the baseline needs: a longer class path would cost it time. */
    private static String classPath() throws IOException {
        Path target = Repository.root().resolve("tests/benchmarks/target");
        String all = Files.readString(target.resolve("class-path.txt")).strip();
        return Stream.concat(
                        Stream.of(target.resolve("benchmarks.jar").toString()),
                        Stream.of(all.split(File.pathSeparator)).filter(Bare::needed))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean needed(String jar) {
        return !jar.contains("HdrHistogram") && !jar.contains("io.subrack.tests");
    }
}
