/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

@Tag("jvm")
class RestartIT {
    private Subrack subrack;

    @BeforeEach
    void prepare(TestInfo test) throws Exception {
        subrack = SharedSubrack.fresh(
                "RestartIT-" + test.getTestMethod().orElseThrow().getName());
    }

    @AfterEach
    void end() {
        subrack.close();
    }

    @Test
    void bootsIntoTheSetThatItHad() throws Exception {
        subrack.start();
        for (String example : new String[] {"greeter-v2", "inventory-api", "inventory"}) {
            assertThat(subrack.operator().deploy(Repository.example(example)).status())
                    .isEqualTo(201);
        }
        ServiceClient.with(subrack, "shop", "inventory.write")
                .put("/inventory/nut", "{\"name\":\"Nut M4\",\"quantity\":7}");
        Map<String, String> before = subrack.operator().bundles();
        long set = subrack.operator().currentSet();

        int code = subrack.stop();
        subrack.start();

        assertThat(code).isZero();
        assertThat(subrack.operator().bundles()).isEqualTo(before);
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
    void keepsTheOperatorTokenToItsOwner() throws Exception {
        subrack.start();
        String token = Files.readString(subrack.operatorTokenFile());
        subrack.stop();
        subrack.start();

        assertThat(Files.readString(subrack.operatorTokenFile())).isEqualTo(token);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(subrack.operatorTokenFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void refusesADataDirectoryThatIsInUse() throws Exception {
        subrack.start();
        Subrack second = SharedSubrack.fresh("RestartIT-second")
                .environment("SUBRACK_DATA", subrack.data().toString());

        Process process = second.launch();

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(3);
        assertThat(Files.readString(second.log())).contains("in use");
        assertThat(subrack.operator().currentSet()).isZero();
    }

    @Test
    void finishesARunningRequestWhenItIsStopped() throws Exception {
        subrack.start();
        subrack.operator().deploy(Repository.example("ticker-v1"));
        LongCalls calls = LongCalls.start(subrack.url());
        Thread.sleep(1000); // each of them is in flight
        calls.finish();
        Thread.sleep(100); // what was about to be sent is sent

        int code = subrack.stop();

        LoadResult load = calls.stop();
        assertThat(code).isZero();
        assertThat(load.failed()).as(load.toString()).isZero();
    }
}
