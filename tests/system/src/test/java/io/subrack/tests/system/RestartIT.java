/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a platform does when it is stopped, and what it still has when it is started again. */
@Tag("jvm")
@TestMethodOrder(OrderAnnotation.class)
class RestartIT {
    /** One of each kind, in files of the launcher and of bundles. */
    private static final List<Fault> FAULTS = List.of(
            new Fault("subrack", "subrack.stop.deadline.seconds", "0", "must be a whole number of seconds"),
            new Fault("logging", "file.format", "xml", "must be text or json, not 'xml'"),
            new Fault("io.subrack.auth", "keys.rsa.bits", "1024", "must be 2048 to 8192, not '1024'"),
            new Fault("io.subrack.auth", "external.url", "here", "must be http or https"),
            new Fault("io.subrack.auth.accounts", "reset.hour", "1", "is no key of io.subrack.auth.accounts"),
            new Fault("io.subrack.catalogue", "signature.policy", "on", "must be one of off, warn, require, not 'on'"),
            new Fault("io.subrack.observe", "health.period.seconds", "few", "must be a whole number from 1 to 3600"),
            new Fault("io.subrack.web", "trusted.proxies", "somebody", "must be addresses or networks"));

    private static Subrack subrack;
    private static Map<String, String> bundles;
    private static long set;
    private static String token;

    /** @param rule what is said of the value */
    private record Fault(String pid, String key, String value, String rule) {}

    @BeforeAll
    static void start() throws Exception {
        subrack = SharedSubrack.fresh("RestartIT");
        subrack.start();
        for (String example : new String[] {"greeter-v2", "inventory-api", "inventory", "ticker-v1"}) {
            assertThat(subrack.operator().deploy(Repository.example(example)).status())
                    .isEqualTo(201);
        }
        ServiceClient.with(subrack, "shop", "inventory.write")
                .put("/inventory/nut", "{\"name\":\"Nut M4\",\"quantity\":7}");
        assertThat(subrack.operator()
                        .put(
                                ApiClient.MANAGEMENT + "/configurations/io.subrack.audit",
                                "{\"values\":{\"queue.wait.millis\":1000}}")
                        .status())
                .isEqualTo(200);
        bundles = subrack.operator().bundles();
        set = subrack.operator().currentSet();
        token = Files.readString(subrack.operatorTokenFile());
    }

    @AfterAll
    static void end() {
        subrack.close();
    }

    @Test
    @Order(1)
    void refusesADataDirectoryThatIsInUse() throws Exception {
        Subrack second = SharedSubrack.fresh("RestartIT-second")
                .environment("SUBRACK_DATA", subrack.data().toString());

        Process process = second.launch();

        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(3);
        assertThat(Files.readString(second.log())).contains("in use");
        assertThat(subrack.operator().currentSet()).isEqualTo(set);
    }

    @Test
    @Order(2)
    void finishesARunningRequestWhenItIsStopped() throws Exception {
        LongCalls calls = LongCalls.start(subrack.url());
        calls.awaitInFlight(subrack.operator());
        calls.finish();
        calls.awaitInFlight(subrack.operator());

        int code = subrack.stop();

        LoadResult load = calls.stop();
        assertThat(code).isZero();
        assertThat(load.failed()).as(load.toString()).isZero();
    }

    @Test
    @Order(3)
    void refusesAFaultyConfigurationWithAllItsFaultsAtOnce() throws Exception {
        Path stored = subrack.data().resolve("configuration/io.subrack.audit.json");
        String fine = Files.readString(stored);
        Files.writeString(stored, fine.replaceAll("(\"queue.wait.millis[^\"]*\" : )1000", "$170000"));
        FAULTS.forEach(fault -> subrack.set(fault.pid(), fault.key(), fault.value()));
        Files.delete(subrack.log());

        Process process = subrack.launch();

        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(2);
        String told = Files.readString(subrack.log());
        assertThat(told)
                .contains("the configuration has " + (FAULTS.size() + 1) + " faults:")
                .contains("  - queue.wait.millis (set through the management API, " + stored
                        + ") must be 0 to 60000, not '70000'");
        assertThat(FAULTS)
                .allSatisfy(fault -> assertThat(told)
                        .contains("  - " + fault.key() + " (" + fault.pid() + ".properties) " + fault.rule()))
                .hasSizeGreaterThan(5);
        assertThat(told).doesNotContain("Exception");
        assertThat(subrack.data().resolve("run")).isEmptyDirectory();

        // mended, so that the next test can start it
        FAULTS.forEach(fault -> subrack.unset(fault.pid(), fault.key()));
        Files.writeString(stored, fine);
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "connect"})
    @Order(4)
    void bootsIntoTheSetThatItHad(String mode) throws Exception {
        subrack.set("subrack", "subrack.platform.mode", mode);
        subrack.start();

        assertThat(subrack.operator().bundles()).isEqualTo(bundles);
        assertThat(subrack.operator().currentSet()).isEqualTo(set);
        assertThat(subrack.operator().get("/greeter/Ada").text()).contains("\"version\":\"2.0.0\"");
        assertThat(subrack.operator()
                        .get("/inventory/nut")
                        .json()
                        .path("quantity")
                        .asInt())
                .isEqualTo(7);
        assertThat(subrack.stop()).isZero();
    }

    @Test
    @Order(5)
    void keepsTheOperatorTokenToItsOwner() throws Exception {
        assertThat(Files.readString(subrack.operatorTokenFile())).isEqualTo(token);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(subrack.operatorTokenFile())))
                .isEqualTo("rw-------");
    }
}
