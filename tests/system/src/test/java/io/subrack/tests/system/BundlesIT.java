/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Bundles that come, serve, change and go over the management API and the deploy folder. All parts share one platform,
 * so each leaves it without bundles. It waits less for bundles that do not start, and is else as it is shipped.
 */
@Order(3)
class BundlesIT {
    @RegisterExtension
    static final SharedSubrack SUBRACK =
            new SharedSubrack(platform -> platform.set("io.subrack.deployment", "start.seconds", "5")
                    .set("io.subrack.deployment", "probe.millis", "3000")
                    .set("io.subrack.deployment", "watch.millis", "1500"));

    @Nested
    @Order(1)
    class BadInput extends BundlesBadInput {}

    @Nested
    @Order(2)
    class HotDeploy extends BundlesHotDeploy {}

    @Nested
    @Order(3)
    class Servlet extends BundlesServlet {}

    @Nested
    @Order(4)
    class Folder extends BundlesFolder {}

    @Nested
    @Order(5)
    class Calls extends BundlesCalls {}

    @Nested
    @Order(6)
    class Broken extends BundlesBroken {}

    @Nested
    @Order(7)
    class Ports extends BundlesPorts {}
}
