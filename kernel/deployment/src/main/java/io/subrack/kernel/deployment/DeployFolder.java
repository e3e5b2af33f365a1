/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.GrantDecision;
import io.subrack.kernel.api.PlatformProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deploys the jars that are put into a folder, and removes the bundles whose files go. */
@Component(
        service = DeployFolder.class,
        immediate = true,
        configurationPid = FolderConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = FolderConfiguration.class)
public final class DeployFolder {
    private static final Logger log = LoggerFactory.getLogger(DeployFolder.class);
    static final String RECORD = "deploy-folder.json";
    private static final Duration END = Duration.ofSeconds(5);

    private final @Nullable Path directory;
    private final @Nullable FolderWatch watch;
    private final @Nullable Thread thread;

    @Activate
    public DeployFolder(
            BundleContext context,
            FolderConfiguration configuration,
            @Reference Deployments deployments,
            @Reference Artifacts artifacts) {
        this(
                configuration.enabled()
                        ? Path.of(Placeholders.fill(configuration.directory(), context::getProperty))
                        : null,
                Path.of(Objects.requireNonNull(
                                context.getProperty(PlatformProperties.DATA), PlatformProperties.DATA + " is not set"))
                        .resolve(RECORD),
                Duration.ofMillis(EngineSettings.check(
                        FolderConfiguration.PID, "quiet.millis", configuration.quiet_millis(), 1, 60_000)),
                decision(configuration.grants()),
                deployments,
                artifacts,
                (FolderHost) deployments);
    }

    /** The tests' door. */
    DeployFolder(
            @Nullable Path directory,
            Path recordFile,
            Duration quiet,
            GrantDecision grants,
            Deployments deployments,
            Artifacts artifacts,
            FolderHost host) {
        this.directory = directory;
        if (directory == null) {
            this.watch = null;
            this.thread = null;
            return;
        }
        FolderRecord record = new FolderRecord(recordFile, new DiskFiles());
        FolderSync sync = new FolderSync(directory, artifacts, new FolderAttempt(deployments, grants), host, record);
        this.watch = new FolderWatch(directory, quiet, record, sync, () -> host.readingFolder(false));
        host.readingFolder(true);
        this.thread = new Thread(watch, "subrack-deploy-folder");
        thread.setDaemon(true);
    }

    private static GrantDecision decision(String grants) {
        return switch (grants) {
            case "none" -> GrantDecision.none();
            case "asked" -> GrantDecision.allAsked();
            default ->
                throw new IllegalArgumentException(
                        FolderConfiguration.PID + ": grants must be none or asked, not " + grants);
        };
    }

    @Activate
    void activate() {
        if (directory == null || thread == null) {
            return;
        }
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            log.error("the deploy folder {} cannot be made; it is watched as soon as it is there", directory, e);
        }
        thread.start();
    }

    @Deactivate
    void deactivate() {
        if (watch == null || thread == null) {
            return;
        }
        watch.close();
        try {
            thread.join(END.toMillis());
            thread.interrupt();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
