/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditTypes;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.PlatformProperties;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.spi.JobStatus;
import io.subrack.kernel.spi.Jobs;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Collects what a supporter needs into a zip, and keeps the newest few. */
@Component(service = SupportZips.class)
public final class SupportZips {
    private static final String DIRECTORY = "support";
    private static final int KEPT = 5;
    private static final String ID = "[0-9a-f-]{36}";

    private final Jobs jobs;
    private final AuditLog audit;
    private final SupportFacts facts;
    private final Path data;
    private final Path config;

    @Activate
    public SupportZips(
            BundleContext context, @Reference Jobs jobs, @Reference AuditLog audit, @Reference SupportFacts facts) {
        this.jobs = jobs;
        this.audit = audit;
        this.facts = facts;
        this.data = Path.of(context.getProperty(PlatformProperties.DATA));
        this.config = Path.of(Objects.requireNonNullElse(context.getProperty(PlatformProperties.CONFIG), "config"));
    }

    JobStatus start(Author by) {
        return jobs.start(
                new Jobs.Request("support-zip", "Collection of what a supporter needs", by, "platform.config", true),
                progress -> {
                    String id = UUID.randomUUID().toString();
                    audit.append(Backups.event(AuditTypes.SUPPORT_COLLECTED, by).on("support-zip", id));
                    collect(id, progress);
                    return Optional.of(URI.create(SupportZipsResource.RESULTS + "/" + id));
                });
    }

    private void collect(String id, Jobs.Progress progress) {
        Path directory = data.resolve(DIRECTORY);
        Path aside = directory.resolve(id + ".tmp");
        try {
            Disk.directories(directory);
            Disk.requireRoom(directory, 0, "A support zip");
            Redaction redaction = Redaction.of(data, config);
            try (ZipOutputStream zip = new ZipOutputStream(Disk.create(aside))) {
                int done = 0;
                Map<String, SupportFacts.Part> parts = facts.parts();
                for (Map.Entry<String, SupportFacts.Part> part : parts.entrySet()) {
                    progress.checkCancelled();
                    progress.step(part.getKey());
                    zip.putNextEntry(new ZipEntry(part.getKey()));
                    zip.write(redaction.apply(text(part.getValue())).getBytes(StandardCharsets.UTF_8));
                    zip.closeEntry();
                    progress.percent(100 * ++done / parts.size());
                }
            }
            Disk.force(aside);
            Disk.move(aside, file(directory, id));
            removeOldest(directory);
        } catch (IOException e) {
            throw Disk.failed("The support zip", e);
        } finally {
            try {
                Files.deleteIfExists(aside);
            } catch (IOException e) {
                aside.toFile().deleteOnExit();
            }
        }
    }

    /** What cannot be found out is no reason to send nothing. */
    private static String text(SupportFacts.Part part) {
        try {
            return part.text();
        } catch (Exception e) { // the edge to everything that is looked at, sick as it may be
            return "This could not be collected: " + e;
        }
    }

    private static void removeOldest(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> newestFirst = files.sorted(Comparator.comparingLong(
                                    (Path file) -> file.toFile().lastModified())
                            .reversed())
                    .toList();
            for (Path surplus : newestFirst.subList(Math.min(KEPT, newestFirst.size()), newestFirst.size())) {
                Files.deleteIfExists(surplus);
            }
        }
    }

    /** @throws ProblemException if there is none of that id */
    Path file(String id) {
        Path file = file(data.resolve(DIRECTORY), id.matches(ID) ? id : "none");
        if (!Files.exists(file)) {
            throw new ProblemException(
                    MaintenanceProblem.SUPPORT_ZIP_UNKNOWN,
                    "there is no support zip of that id; the newest " + KEPT + " are kept. Collect another one");
        }
        return file;
    }

    private static Path file(Path directory, String id) {
        return directory.resolve(id + ".zip");
    }
}
