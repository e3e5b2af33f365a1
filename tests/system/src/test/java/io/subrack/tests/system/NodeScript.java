/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;

/** Runs a script with clients from npm, and makes a test of each check that it reports. */
final class NodeScript {
    /**
     * {@code required}: tests fail where node or Chromium is missing, instead of being skipped. {@code off}: they are
     * skipped in any case.
     */
    private static final String SWITCH = "SUBRACK_TEST_CLIENTS";

    private static final long DEADLINE_SECONDS = 600;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SYSTEM = Repository.root().resolve("tests/system");
    private static final Path SOURCES = SYSTEM.resolve("src/test/node");
    private static final Path WORK = SYSTEM.resolve("target/node");
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private NodeScript() {}

    static ObjectNode settings() {
        return JSON.createObjectNode();
    }

    /** Adds what scripts need that use a browser. */
    static ObjectNode withBrowser(ObjectNode settings, Subrack platform, String pictures) throws IOException {
        available("chromium", Files.isExecutable(CHROMIUM));
        return settings.put("chromium", CHROMIUM.toString())
                .put("certificateFile", platform.key().certificateFile().toString())
                .put(
                        "pictures",
                        Files.createDirectories(
                                        SYSTEM.resolve("target/pictures").resolve(pictures))
                                .toString());
    }

    /** Runs a script that reads these settings, and trusts the platform. */
    static List<DynamicTest> run(String script, Subrack platform, ObjectNode settings, SecretLedger secrets)
            throws IOException, InterruptedException {
        install();
        ProcessBuilder builder = new ProcessBuilder("node", script)
                .directory(WORK.toFile())
                .redirectError(WORK.resolve(script + ".err").toFile());
        builder.environment()
                .put("NODE_EXTRA_CA_CERTS", platform.key().certificateFile().toString());
        Process process = builder.start();
        try {
            try (var input = process.getOutputStream()) {
                input.write(settings.toString().getBytes(StandardCharsets.UTF_8));
            }
            Thread watch = watch(process);
            List<DynamicTest> tests = new ArrayList<>();
            for (String line : new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                read(JSON.readTree(line), secrets, tests);
            }
            int code = process.waitFor();
            watch.interrupt();
            String errors = Files.readString(WORK.resolve(script + ".err"));
            tests.add(DynamicTest.dynamicTest(script + " ends by itself", () -> {
                if (code != 0) {
                    throw new AssertionError("exit code " + code + "\n" + errors);
                }
            }));
            return tests;
        } finally {
            process.destroyForcibly();
        }
    }

    private static Thread watch(Process process) {
        Thread watch = new Thread(() -> {
            try {
                TimeUnit.SECONDS.sleep(DEADLINE_SECONDS);
                process.destroyForcibly();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        watch.setDaemon(true);
        watch.start();
        return watch;
    }

    private static void read(JsonNode line, SecretLedger secrets, List<DynamicTest> tests) {
        if (line.has("secret")) {
            secrets.note(line.path("secret").asText());
            return;
        }
        String error = line.path("error").asText();
        tests.add(DynamicTest.dynamicTest(line.path("check").asText(), () -> {
            if (!line.path("ok").asBoolean()) {
                throw new AssertionError(error);
            }
        }));
    }

    /** Copies scripts and installs what they need, unless that was done with the same lock file. */
    private static synchronized void install() throws IOException, InterruptedException {
        Assumptions.assumeFalse("off".equals(System.getenv(SWITCH)), SWITCH + " is off");
        available("node 20 or newer with npm", hasNode());
        copyScripts();
        Path lock = WORK.resolve("package-lock.json");
        Path installed = WORK.resolve("node_modules/.installed-lock");
        if (Files.exists(installed) && Files.mismatch(lock, installed) < 0) {
            return;
        }
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(npm.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (npm.waitFor() != 0) {
            throw new AssertionError("npm ci: " + output);
        }
        Files.copy(lock, installed, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void copyScripts() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = WORK.resolve(SOURCES.relativize(file).toString());
                // Another class may be running it.
                if (!Files.exists(target) || Files.mismatch(file, target) >= 0) {
                    Files.createDirectories(target.resolveSibling("."));
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static boolean hasNode() throws InterruptedException {
        try {
            Process node = new ProcessBuilder("sh", "-c", "npm --version && node --version")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return node.waitFor() == 0 && output.strip().matches("(?s).*\\nv(2\\d|[3-9]\\d)\\..*");
        } catch (IOException e) {
            return false;
        }
    }

    private static void available(String what, boolean isThere) {
        if (isThere) {
            return;
        }
        String sentence = "NOT TESTED with clients from npm: there is no " + what;
        if ("required".equals(System.getenv(SWITCH))) {
            throw new AssertionError(sentence + ", and " + SWITCH + " says that they are required");
        }
        System.err.println(sentence);
        Assumptions.abort(sentence);
    }
}
