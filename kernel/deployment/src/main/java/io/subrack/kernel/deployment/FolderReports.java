/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployment.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes why a file was not deployed, for people, beside that file. */
final class FolderReports {
    static final String SUFFIX = ".report.txt";

    private static final Logger log = LoggerFactory.getLogger(FolderReports.class);

    private final Path directory;

    FolderReports(Path directory) {
        this.directory = directory;
    }

    /** Writes the report of a file, over an older one. */
    void write(String name, String what, Failure failure, String deploymentId, Optional<Deployment> ran) {
        StringBuilder text = new StringBuilder();
        text.append(name)
                .append(": ")
                .append(what)
                .append(" on ")
                .append(Instant.now())
                .append("\n\n");
        text.append(failure.type().title())
                .append(". ")
                .append(failure.sentence())
                .append("\n\n");
        text.append("problem:    ").append(failure.type().urn()).append('\n');
        text.append("deployment: ")
                .append(deploymentId)
                .append(" (GET /api/platform/v1/deployments/")
                .append(deploymentId)
                .append(")\n");
        ran.ifPresent(deployment -> {
            text.append("\nWhat was done, and undone:\n");
            deployment
                    .steps()
                    .forEach(step -> text.append("  ")
                            .append(step.at())
                            .append("  ")
                            .append(step.phase())
                            .append("  ")
                            .append(step.text())
                            .append('\n'));
            deployment
                    .warnings()
                    .forEach(warning ->
                            text.append("  Warning: ").append(warning).append('\n'));
        });
        text.append("\nIt is tried again when the file changes; what could not be resolved, also when another file"
                + " arrives. This report goes then.\n");
        try {
            Files.writeString(file(name), text);
        } catch (IOException e) {
            log.warn("the report {} could not be written", file(name), e);
        }
    }

    void remove(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            log.warn("the report {} could not be deleted", file(name), e);
        }
    }

    private Path file(String name) {
        return directory.resolve(name + SUFFIX);
    }
}
