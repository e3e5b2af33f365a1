/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What a platform does when it is stopped, and what it still has when it is started again. */
@Tag("jvm")
@TestMethodOrder(OrderAnnotation.class)
class RestartIT {
    private static Subrack subrack;
    private static Map<String, String> bundles;
    private static long set;
    private static String token;

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

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
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
    void bootsIntoTheSetThatItHad() throws Exception {
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
    @Order(4)
    void keepsTheOperatorTokenToItsOwner() throws Exception {
        assertThat(Files.readString(subrack.operatorTokenFile())).isEqualTo(token);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(subrack.operatorTokenFile())))
                .isEqualTo("rw-------");
    }
}
