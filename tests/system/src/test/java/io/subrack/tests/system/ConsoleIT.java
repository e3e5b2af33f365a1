/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The console in a real browser, against the distribution as it is. All parts share one platform and one browser, so
 * each leaves the platform as it found it.
 */
@Order(1)
class ConsoleIT {
    @RegisterExtension
    static final Cockpit COCKPIT = new Cockpit();

    @Nested
    @Order(1)
    class FirstRun extends ConsoleFirstRun {}

    @Nested
    @Order(2)
    class Catalogue extends ConsoleCatalogue {}

    @Nested
    @Order(3)
    class Deploying extends ConsoleDeploying {}

    @Nested
    @Order(4)
    class Repairs extends ConsoleRepairs {}

    @Nested
    @Order(5)
    class Admin extends ConsoleAdmin {}

    @Nested
    @Order(6)
    class Mending extends ConsoleMending {}

    @Nested
    @Order(7)
    class Contributed extends ConsoleContributed {}

    @Nested
    @Order(8)
    class Keyboard extends ConsoleKeyboard {}

    @Nested
    @Order(9)
    class Hostility extends ConsoleHostility {}

    @Nested
    @Order(10)
    class Pages extends ConsoleEveryPage {}

    @Nested
    @Order(11)
    class Pictures extends ConsolePictures {}

    @Nested
    @Order(12)
    class Crowd extends ConsoleCrowd {}

    @Nested
    @Order(13)
    class Watching extends ConsoleWatching {}
}
