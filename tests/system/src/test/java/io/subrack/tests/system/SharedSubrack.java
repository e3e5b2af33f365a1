/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One Subrack for all tests of a class, those in nested classes too. It must end with exit code 0 when they are over.
 * What it printed stays in {@code target/it/<class>/output.log}.
 */
final class SharedSubrack implements BeforeAllCallback, AfterAllCallback {
    private static final Path TARGET = Repository.root().resolve("tests/system/target");

    private static Distribution distribution;

    private final Configuration configuration;
    private final Start start;
    private Subrack subrack;
    private ApiClient operator;

    SharedSubrack() {
        this(subrack -> subrack);
    }

    /** @param configuration what differs from the shipped configuration */
    SharedSubrack(Configuration configuration) {
        this(configuration, Subrack::start);
    }

    /** @param start returns when the platform is ready and knows its operator */
    SharedSubrack(Configuration configuration, Start start) {
        this.configuration = configuration;
        this.start = start;
    }

    /** Prepares a platform for its start. */
    @FunctionalInterface
    interface Configuration {
        Subrack apply(Subrack subrack) throws Exception;
    }

    /** Starts a platform. */
    @FunctionalInterface
    interface Start {
        void start(Subrack subrack) throws Exception;
    }

    /** Returns a Subrack that was never started, with empty directories. Passwords, keys and updates cost little there. */
    static Subrack fresh(String name) throws IOException, InterruptedException {
        Path directory = TARGET.resolve("it").resolve(name);
        deleteAll(directory);
        Files.createDirectories(directory);
        return new Subrack(distribution(), directory)
                .set("io.subrack.deployment", "watch.millis", "500")
                .set("io.subrack.auth.accounts", "hash.memory.kibibytes", "7168")
                .set("io.subrack.auth.accounts", "hash.iterations", "1")
                .set("io.subrack.auth", "keys.rsa.bits", "2048");
    }

    /** Makes the class archive beforehand: else each of the first platforms, which start side by side, makes one. */
    private static synchronized Distribution distribution() throws IOException, InterruptedException {
        if (distribution == null) {
            Distribution unpacked = Distribution.unpacked(TARGET.resolve("unpacked"));
            new Subrack(unpacked, Files.createDirectories(TARGET.resolve("it/training"))).train();
            distribution = unpacked;
        }
        return distribution;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (isPart(context)) {
            return;
        }
        subrack = configuration.apply(fresh(context.getRequiredTestClass().getSimpleName()));
        try {
            start.start(subrack);
            operator = subrack.operator();
        } catch (Exception | AssertionError e) {
            subrack.close();
            throw e;
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (isPart(context)) {
            return;
        }
        try (Subrack ended = subrack) {
            int code = ended.stop();
            if (code != 0) {
                throw new AssertionError("ended with exit code " + code + "\n" + ended.logTail());
            }
        }
    }

    /** Whether this is about a nested class: those share what the outer one has. */
    static boolean isPart(ExtensionContext context) {
        return !context.getEnclosingTestClasses().isEmpty();
    }

    Subrack platform() {
        return subrack;
    }

    ApiClient operator() {
        return operator;
    }

    URI url(String path) {
        return subrack.url().resolve(path);
    }

    /** Deploys examples, one after the other, unless they are there in that version. */
    void ensure(String... folders) throws IOException, InterruptedException {
        for (String folder : folders) {
            ApiAnswer answer = operator.deploy(Repository.example(folder));
            boolean isThere = answer.status() == 409 && answer.text().contains("nothing-to-do");
            if (answer.status() != 200 && answer.status() != 201 && !isThere) {
                throw new AssertionError(folder + " was not deployed: " + answer + "\n" + subrack.logTail());
            }
        }
    }

    /** Removes all bundles in one deployment: one by one would leave some without what they need. */
    void removeAll() throws IOException, InterruptedException {
        removeAllBut(List.of());
    }

    /** @param stay symbolic names of those that stay */
    void removeAllBut(List<String> stay) throws IOException, InterruptedException {
        String changes = operator.bundles().keySet().stream()
                .filter(name -> !stay.contains(name))
                .map(name -> "{\"action\":\"uninstall\",\"bundle\":\"" + name + "\"}")
                .collect(Collectors.joining(","));
        if (changes.isEmpty()) {
            return;
        }
        ApiAnswer plan = operator.post(ApiClient.MANAGEMENT + "/plans", "{\"changes\":[" + changes + "]}");
        ApiAnswer accepted = operator.post(
                ApiClient.MANAGEMENT + "/deployments",
                "{\"plan\":\"" + plan.json().path("id").asText() + "\"}");
        String id = accepted.json().path("id").asText();
        ApiAnswer ended = operator.ended(id);
        if (!ended.json().path("status").asText().equals("COMMITTED")) {
            throw new AssertionError("not all was removed: " + plan + "\n" + accepted + "\n" + ended);
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.delete(file);
                }
            }
        }
    }
}
