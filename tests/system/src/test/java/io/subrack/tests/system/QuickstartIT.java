/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.data.testing.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's commands, word for word, but for the port and the build that has just been done. */
@Order(4)
class QuickstartIT {
    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final String BUILD = "mvn -q -DskipTests package && cd distribution/target/subrack && ";

    @TempDir
    Path directory;

    @Test
    void printsWhatTheReadmeSays() throws Exception {
        List<String> blocks = commands();
        int port = FreePort.any();
        Path home = unpack(port);
        String loop = only(blocks, "while sleep");
        String script = String.join(
                "\n",
                "set -eu",
                only(blocks, BUILD).replace(BUILD, ""),
                only(blocks, "/inventory"),
                "(trap 'exit 0' TERM\n" + loop.strip() + ") > loop.txt 2>&1 & LOOP=$!",
                awaitInLoop("Hello"),
                only(blocks, "?plan=true"),
                awaitInLoop("Good day"),
                only(blocks, "/rollback"),
                awaitInLoop("Hello"),
                only(blocks, "bin/subrack doctor"),
                "kill $LOOP",
                "wait $LOOP"); // for the request that is under way

        String output = run(home, script.replace(":8080", ":" + port));
        String seen = Files.readString(home.resolve("loop.txt"));

        assertThat(output)
                .contains("is ready at http://127.0.0.1:" + port)
                .contains("{\"text\":\"Hello, Ada!\",\"name\":\"Ada\",\"version\":\"1.0.0\"}")
                .contains("{\"items\":[]}")
                .contains(
                        "{\"type\":\"urn:subrack:problem:http:unauthorized\",\"title\":\"Token is needed\",\"status\":401,"
                                + "\"detail\":\"This needs an access token.\",")
                .contains("\"interruption\":\"NONE\"")
                .contains("set 2 is on disk and serving")
                .contains("set 3 is on disk and serving")
                .contains("~ io.subrack.examples.greeter 1.0.0 -> 2.0.0", "io.subrack.examples.orders loses service")
                .contains("none has failed");
        assertThat(seen.lines()).isNotEmpty().allMatch(line -> line.endsWith(" 200"));
        assertThat(seen).contains("Hello, Ada!").contains("Good day, Ada!");
        assertThat(seen.lines().toList().get((int) seen.lines().count() - 1)).contains("Hello, Ada!");
    }

    /** Returns a command that waits until the loop's newest answer greets so. */
    private static String awaitInLoop(String greeting) {
        return "until tail -n 1 loop.txt | grep -q '" + greeting + "'; do sleep 0.1; done";
    }

    private static List<String> commands() throws IOException {
        Matcher matcher = COMMANDS.matcher(Files.readString(Repository.root().resolve("README.md")));
        List<String> blocks = new ArrayList<>();
        while (matcher.find()) {
            blocks.add(matcher.group(1));
        }
        return blocks;
    }

    private static String only(List<String> blocks, String part) {
        List<String> found =
                blocks.stream().filter(block -> block.contains(part)).toList();
        assertThat(found).as("blocks of the README with " + part).hasSize(1);
        return found.get(0);
    }

    /** A copy, because this test uses the installation's own data directory and deploy folder, as a newcomer does. */
    private Path unpack(int port) throws Exception {
        Path home = directory.resolve("subrack");
        Path original = Distribution.unpacked(directory.resolve("unpacked")).home();
        Process copy = new ProcessBuilder("cp", "-R", original.toString(), home.toString()).start();
        assertThat(copy.waitFor()).isZero();
        Path web = home.resolve("config/io.subrack.web.properties");
        Files.writeString(web, Files.readString(web).replaceFirst("(?m)^port = 8080$", "port = " + port));
        return home;
    }

    private static String run(Path home, String script) throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder("sh", "-c", script).directory(home.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        Process shell = builder.start();
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(shell.getInputStream()));
        try {
            assertThat(shell.waitFor(8, TimeUnit.MINUTES))
                    .as("the quickstart ends")
                    .isTrue();
            assertThat(shell.exitValue()).as("exit code of the quickstart").isZero();
        } finally {
            shell.destroyForcibly();
            stop(home);
        }
        return output.get(1, TimeUnit.MINUTES);
    }

    private static void stop(Path home) throws Exception {
        Process stop = new ProcessBuilder(home.resolve("bin/subrack").toString(), "stop").start();
        assertThat(stop.waitFor(3, TimeUnit.MINUTES)).isTrue();
    }

    private static String read(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
