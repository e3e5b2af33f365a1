/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A version 2 that is broken in any way: version 1 goes on, nobody notices, and the reason is told. */
abstract class BundlesBroken extends BundlesPart {
    private static final int CONNECTIONS = 20;
    private static final int PER_SECOND = 200;

    static final AnswerCheck VERSION_1 = answer -> {
        String version = AnswerCheck.version("\"name\":\"Ada\"").labelOf(answer);
        if (!version.equals("1.0.0")) {
            throw new UnexpectedAnswerException("version " + version + " went live");
        }
        return version;
    };

    @BeforeAll
    static void deployVersion1() throws Exception {
        subrack.ensure("greeter-v1");
    }

    /** The second column is what the reason must name. */
    @ParameterizedTest
    @CsvSource({
        "unresolvable, com.example.phrasebook",
        "wrong-version, jakarta.ws.rs",
        "activator-throws, the phrase book is missing",
        "activator-hangs, io.subrack.examples.greeter",
        "unsatisfied, io.subrack.examples.broken.unsatisfied.PhraseBook",
        "unconfigured, io.subrack.examples.greeter.phrases",
        "component-throws, the phrase book cannot be opened",
        "invalid-rest, AmbiguousGreeterResource",
        "exports-kernel, io.subrack.kernel.api",
        "exports-rest, jakarta.ws.rs",
    })
    void isUndoneAndNobodyNotices(String kind, String reason) throws Exception {
        undone(Files.readAllBytes(Repository.broken(kind)), 409, reason);
    }

    @Test
    void isRefusedIfItIsNoBundle() throws Exception {
        undone(Files.readAllBytes(Repository.notABundle()), 422, "not an OSGi bundle");
    }

    @Test
    void isRefusedIfItIsCutInHalf() throws Exception {
        undone(BundleForge.cutInHalf(Repository.example("greeter-v2")), 422, "cut off");
    }

    @Test
    void isRefusedIfAByteIsWrong() throws Exception {
        undone(BundleForge.withAFlippedByte(Repository.example("greeter-v2")), 422, "damaged");
    }

    @Test
    void isTakenBackWhenItAnswersWithErrors() throws Exception {
        OpenLoopLoad running = OpenLoopLoad.start(subrack.url("/greeter/Ada"), CONNECTIONS, PER_SECOND, VERSION_1);
        Thread.sleep(500);
        ApiAnswer answer = subrack.operator().deploy(Repository.broken("errors"));
        LoadResult load = running.stop();
        LoadResult after = OpenLoopLoad.run(
                subrack.url("/greeter/Ada"), CONNECTIONS, PER_SECOND, Duration.ofSeconds(1), VERSION_1);

        UpdateUnderLoadIT.report("errors after the switch", load);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(409);
        assertThat(answer.text()).contains("urn:subrack:problem:deploy:watch-breached");
        assertThat(load.failed())
                .as("requests that saw the errors before it was taken back")
                .isPositive();
        assertThat(after.failed()).as(after.toString()).isZero();
        assertThat(subrack.operator().bundles()).containsEntry("io.subrack.examples.greeter", "1.0.0");
    }

    private static void undone(byte[] jar, int status, String reason) throws Exception {
        long before = subrack.operator().currentSet();
        int routes = routes();
        OpenLoopLoad running = OpenLoopLoad.start(subrack.url("/greeter/Ada"), CONNECTIONS, PER_SECOND, VERSION_1);
        Thread.sleep(300);
        ApiAnswer answer = subrack.operator().deploy(jar);
        Thread.sleep(300);
        LoadResult load = running.stop();

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.header("content-type")).startsWith("application/problem+json");
        assertThat(answer.json().path("detail").asText()).contains(reason);
        assertThat(load.failed()).as(load.toString()).isZero();
        assertThat(subrack.operator().bundles()).containsOnlyKeys("io.subrack.examples.greeter");
        assertThat(subrack.operator().bundles()).containsEntry("io.subrack.examples.greeter", "1.0.0");
        assertThat(subrack.operator().currentSet()).isEqualTo(before);
        assertThat(routes()).as("routes").isEqualTo(routes);
        Waiting.until("the framework holds one bundle", Duration.ofMinutes(1), () -> bundleFiles() == 1);
    }

    private static int routes() throws Exception {
        return subrack.operator()
                .get(ApiClient.MANAGEMENT + "/routes")
                .json()
                .path("items")
                .size();
    }

    /** The framework keeps one directory for each bundle that it holds; version 1 is the only one left. */
    private static long bundleFiles() throws Exception {
        Path storage = subrack.platform().data().resolve("cache");
        try (var files = Files.walk(storage)) {
            return files.filter(file -> file.getFileName().toString().equals("bundle.jar"))
                    .count();
        }
    }
}
