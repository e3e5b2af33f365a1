/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.data.testing.FreePort;
import io.subrack.tests.system.AuthRig.Registered;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A disk without room for the embedded database: files that may not grow look the same to the process. */
@Order(5)
@TestMethodOrder(OrderAnnotation.class)
class DiskFullIT {
    private static final Duration DEADLINE = Duration.ofMinutes(1);
    private static final int URIS = 10;
    private static final int URI_CHARS = 900;
    private static final int ROOM_BYTES = 60_000;
    private static final int CHANGES = 40;

    private static Subrack subrack;
    private static AuthRig rig;
    private static Registered web;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/prlimit")), "SKIPPED: there is no prlimit");
        subrack = SharedSubrack.fresh("DiskFullIT").set("io.subrack.web", "port", Integer.toString(FreePort.any()));
        subrack.start();
        rig = AuthRig.of(subrack);
        rig.deployVault();
        web = rig.webClient("full-web");
        // Now the files of the database are longer than those of the audit log, which do not reach the limit.
        for (int i = 0; i < CHANGES; i++) {
            AuthRig.expect(200, change("Before " + i));
        }
    }

    @AfterAll
    static void end() {
        if (subrack != null) {
            subrack.close();
        }
    }

    @Test
    @Order(1)
    void losesNothingThatItAcknowledgedWhileThereWasNoRoom() throws Exception {
        String token = rig.clientToken(web, "vault.read");
        String kept = "Before " + (CHANGES - 1);
        List<String> refused = new ArrayList<>();
        Set<String> inDoubt = new HashSet<>();
        limit(Long.toString(logOfTheDatabase() + ROOM_BYTES));

        for (int i = 0; i < CHANGES; i++) {
            String name = "Full " + i;
            ApiAnswer answer = change(name);
            if (answer.status() == 200) {
                kept = name;
                inDoubt.clear();
            } else {
                unavailable(answer);
                refused.add(name);
                inDoubt.add(name);
                checksTokens(token);
            }
        }
        subrack.kill();
        subrack.start();

        System.out.println(refused.size() + " of " + CHANGES + " changes were refused");
        assertThat(refused).isNotEmpty();
        inDoubt.add(kept);
        assertThat(name()).isIn(inDoubt);
        AuthRig.expect(200, change("After"));
        checksTokens(token);
    }

    @Test
    @Order(2)
    void goesOnByItselfWhenThereIsRoomAgain() throws Exception {
        String token = rig.clientToken(web, "vault.read");
        limit("1");

        for (int i = 0; i < 5; i++) {
            unavailable(change("Full " + i));
            checksTokens(token);
        }
        limit("unlimited");

        // Another name each time: the same change once more would end the tokens of the client.
        AtomicInteger times = new AtomicInteger();
        Waiting.until(
                "it can be changed again",
                DEADLINE,
                () -> change("With room " + times.incrementAndGet()).status() == 200);
        subrack.kill();
        subrack.start();
        assertThat(name()).isEqualTo("With room " + times);
        checksTokens(token);
    }

    private static void unavailable(ApiAnswer answer) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.header("retry-after")).matches("[1-9]\\d*");
    }

    private static void checksTokens(String token) throws Exception {
        assertThat(subrack.client(token).get("/vault/items").status()).isEqualTo(200);
        assertThat(subrack.client("").get("/vault/items").status()).isEqualTo(401);
    }

    private static String name() throws Exception {
        return AuthRig.expect(200, subrack.operator().get(ApiClient.MANAGEMENT + "/clients/" + web.id()))
                .json()
                .path("name")
                .asText();
    }

    /** A change that takes far more room in the database than in the audit log. */
    private static ApiAnswer change(String name) throws Exception {
        ObjectNode body = new com.fasterxml.jackson.databind.ObjectMapper()
                .createObjectNode()
                .put("name", name);
        ArrayNode uris = body.putArray("redirectUris");
        for (int i = 0; i < URIS; i++) {
            uris.add("https://client.example/" + i + "/" + "x".repeat(URI_CHARS));
        }
        return subrack.operator().put(ApiClient.MANAGEMENT + "/clients/" + web.id(), body.toString());
    }

    private static long logOfTheDatabase() throws IOException {
        try (Stream<Path> files = Files.list(subrack.data().resolve("db"))) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .mapToLong(file -> file.toFile().length())
                    .max()
                    .orElseThrow();
        }
    }

    /** Sets how long files of the process may become from now on. */
    private static void limit(String bytes) throws Exception {
        Process prlimit = new ProcessBuilder(
                        "/usr/bin/prlimit", "--pid", Long.toString(subrack.pid()), "--fsize=" + bytes + ":unlimited")
                .inheritIO()
                .start();
        assertThat(prlimit.waitFor()).isZero();
    }
}
