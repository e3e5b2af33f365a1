/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.audit.api.AuditVerification;
import io.subrack.kernel.launcher.PlatformMode;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.PlatformModes;
import io.subrack.kernel.testing.TestBundles;
import io.subrack.kernel.testing.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log in the framework, with the real deployment engine. */
@Timeout(180)
class AuditIT {
    @TempDir
    Path home;

    @PlatformModes
    void writesDownDeploymentsStartsAndStops(PlatformMode mode) throws Exception {
        var jar = TestBundles.bundle("com.acme.a", "1.0.0").bytes();
        try (var platform = TestPlatform.with().mode(mode).home(home).start()) {
            var deployment = platform.deploy(jar);
            Await.until("the end of the deployment", () -> types().contains("deploy.committed"));
            assertThat(lines().stream().filter(line -> line.contains(deployment.id())))
                    .hasSize(2)
                    .allMatch(line -> line.contains("\"subject\":\"test\""));
            platform.restart();
            Await.until(
                    "another start",
                    () -> types().stream().filter("audit.opened"::equals).count() == 2);
            platform.crash();
            Await.until(
                    "a third start",
                    () -> types().stream().filter("audit.opened"::equals).count() == 3);
        }

        assertThat(types())
                .startsWith("audit.opened", "deploy.accepted", "deploy.committed", "audit.closed", "audit.opened")
                .endsWith("audit.closed")
                .doesNotContain("audit.damaged");
        assertThat(types().stream().filter("deploy.committed"::equals)).hasSize(1);
        assertThat(verify().intact()).as(verify().toString()).isTrue();
    }

    private AuditVerification verify() throws IOException {
        return ChainVerification.verify(
                new LogFiles(home.resolve("data").resolve(FileAuditLog.DIRECTORY)), Optional.empty(), List.of());
    }

    private List<String> types() throws IOException {
        return lines().stream()
                .map(line -> line.replaceFirst(".*?\"type\":\"([^\"]+)\".*", "$1"))
                .toList();
    }

    private List<String> lines() throws IOException {
        var lines = new ArrayList<String>();
        var directory = home.resolve("data").resolve(FileAuditLog.DIRECTORY);
        if (Files.isDirectory(directory)) {
            for (var segment : new LogFiles(directory).segments()) {
                lines.addAll(Files.readAllLines(segment.file()));
            }
        }
        return lines;
    }
}
