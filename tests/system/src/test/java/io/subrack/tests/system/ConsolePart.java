/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;
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
}
