/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;

/** Some tests of the console: {@link ConsoleIT} names them all, and has what they share. */
abstract class ConsolePart {
    static final String GREETER = "io.subrack.examples.greeter";
    static final String INVENTORY = "io.subrack.examples.inventory";
    static final Cockpit COCKPIT = ConsoleIT.COCKPIT;

    static int statusOf(String path) throws IOException, InterruptedException {
        return COCKPIT.operator().get(path).status();
    }
}
