/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;

/** Some tests of the console, with three examples installed: {@link ConsoleIT} names them all. */
abstract class ConsolePart {
    static final String GREETER = "io.subrack.examples.greeter";
    static final String INVENTORY = "io.subrack.examples.inventory";
    static final Cockpit COCKPIT = ConsoleIT.COCKPIT;

    @BeforeAll
    static void deployExamples() throws IOException, InterruptedException {
        COCKPIT.shared().ensure("inventory-api", "inventory", "greeter-v1");
    }

    static int statusOf(String path) throws IOException, InterruptedException {
        return COCKPIT.operator().get(path).status();
    }

    /** Makes changes, as the management API takes them, in one deployment. */
    static void change(List<String> changes) throws Exception {
        ApiAnswer plan = COCKPIT.operator()
                .post(
                        ApiClient.MANAGEMENT + "/plans",
                        "{\"changes\":" + changes.stream().collect(Collectors.joining(",", "[", "]")) + "}");
        ApiAnswer accepted = COCKPIT.operator()
                .post(
                        ApiClient.MANAGEMENT + "/deployments",
                        "{\"plan\":\"" + plan.json().path("id").asText() + "\",\"yes\":true}");
        ApiAnswer ended = COCKPIT.operator().ended(accepted.json().path("id").asText());
        assertThat(ended.json().path("status").asText()).as(ended.toString()).isEqualTo("COMMITTED");
    }
}
