/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The console in a real browser, against the distribution as it is. All parts share one platform and one browser, so
 * each leaves the platform as it found it, with three examples installed.
 */
@Order(1)
class ConsoleIT {
    @RegisterExtension
    static final Cockpit COCKPIT = new Cockpit();

    @BeforeAll
    static void deploy() throws Exception {
        COCKPIT.shared().ensure("inventory-api", "inventory", "greeter-v1");
    }

    @Nested
    @Order(1)
    class Deploying extends ConsoleDeploying {}

    @Nested
    @Order(2)
    class Catalogue extends ConsoleCatalogue {}

    @Nested
    @Order(2)
    class Admin extends ConsoleAdmin {}

    @Nested
    @Order(3)
    class Watching extends ConsoleWatching {}

    @Nested
    @Order(4)
    class Keyboard extends ConsoleKeyboard {}

    @Nested
    @Order(7)
    class Mending extends ConsoleMending {}

    @Nested
    @Order(5)
    class Contributed extends ConsoleContributed {}

    @Nested
    @Order(6)
    class Pages extends ConsoleEveryPage {}
}
