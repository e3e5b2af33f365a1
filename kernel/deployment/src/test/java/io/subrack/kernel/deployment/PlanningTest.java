/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Gives each test of the planner a framework of its own. */
abstract class PlanningTest {
    @TempDir
    Path directory;

    PlanningFramework host;

    @BeforeEach
    void startFramework() throws Exception {
        host = new PlanningFramework(directory);
    }

    @AfterEach
    void stopFramework() throws Exception {
        host.stop();
    }
}
