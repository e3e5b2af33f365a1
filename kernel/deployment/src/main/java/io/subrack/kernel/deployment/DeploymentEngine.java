/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Approval;
import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.api.PlatformProperties;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.spi.ArtifactPolicy;
import io.subrack.kernel.spi.Boot;
import io.subrack.kernel.spi.Causes;
import io.subrack.kernel.spi.ConfigurationCheck;
import io.subrack.kernel.spi.ConfigurationLayers;
import io.subrack.kernel.spi.DeploymentParticipant;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The deployment engine as the rest of the platform sees it. Its configuration is required, so that it starts once, after
 * {@link ConfigurationFiles} has loaded what the admin wrote, and not first with defaults.
 */
@Component(
        service = {Deployments.class, Artifacts.class, Platform.class, Boot.class, Causes.class},
        immediate = true,
        configurationPid = EngineConfiguration.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE,
        property = ConfigurationCheck.LIVE_PROPERTY + "=live")
@Designate(ocd = EngineConfiguration.class)
public final class DeploymentEngine implements Deployments, Artifacts, Platform, Boot, Causes, FolderHost {
    private static final Duration LAST_CHANCE = Duration.ofSeconds(10);

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<DeploymentParticipant> participants = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC, target = "(" + Condition.CONDITION_ID + "=" + Boot.COMPLETE + ")")
    private volatile List<Condition> complete = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<ArtifactPolicy> policies = List.of();

    private volatile EngineSettings settings;
    private final Artifacts artifacts;
    private final DeploymentStore store;
    private final Engine engine;
    private final BundleBoard board;
    private final PlatformBoard platform;

    @Activate
    public DeploymentEngine(
            BundleContext context, @Reference ConfigurationLayers layers, EngineConfiguration configuration) {
        this(context, EngineSettings.of(configuration), EngineFiles.open(data(context), configuration));
        engine.configuration(layers);
    }

    private DeploymentEngine(BundleContext context, EngineSettings settings, EngineFiles files) {
        this(context, settings, files.artifacts(), files.store(), files.planner());
        engine.housekeeping(files::tidy);
        engine.awaits(() -> complete.isEmpty());
    }

    /** The tests' door. */
    DeploymentEngine(
            BundleContext context,
            EngineSettings settings,
            Artifacts artifacts,
            DeploymentStore store,
            Planner planner) {
        this.settings = settings;
        this.artifacts = artifacts;
        this.store = store;
        Supplier<EngineSettings> latest = () -> this.settings;
        this.engine = new Engine(context, artifacts, store, planner, latest, () -> List.copyOf(participants));
        engine.policies(new ArtifactPolicies(() -> policies, artifacts::info));
        this.board = new BundleBoard(engine.published(), engine.parts().components(), latest);
        this.platform = new PlatformBoard(context, engine, board);
        board.open(context);
    }

    private static Path data(BundleContext context) {
        return Path.of(Objects.requireNonNull(
                context.getProperty(PlatformProperties.DATA), PlatformProperties.DATA + " is not set"));
    }

    /** Takes new deadlines and limits for the deployments to come; limits of artifacts change with a restart. */
    @Modified
    void modified(EngineConfiguration configuration) {
        settings = EngineSettings.of(configuration);
    }

    @Deactivate
    void deactivate() {
        if (!engine.stopping()) {
            engine.shutDown(LAST_CHANCE);
        }
        engine.close();
        board.close(engine.parts().context());
    }

    /** Returns the artifacts that plans and deployments to come need. */
    Set<Sha256> needed() {
        return engine.needed();
    }

    void participants(List<DeploymentParticipant> changed) {
        participants = changed;
    }

    @Override
    public Plan plan(DeploymentRequest request) {
        return engine.plan(request);
    }

    @Override
    public Plan trial(DeploymentRequest request) {
        return engine.trial(request);
    }

    @Override
    public Optional<Plan> plan(String id) {
        return engine.plan(id);
    }

    @Override
    public Deployment apply(String planId, Approval approval) {
        return engine.apply(planId, approval);
    }

    @Override
    public Deployment await(String deploymentId, Duration deadline) throws InterruptedException {
        return engine.await(deploymentId, deadline);
    }

    @Override
    public Optional<Deployment> deployment(String id) {
        return engine.deployment(id);
    }

    @Override
    public List<Deployment> history(int limit) {
        return engine.history(limit);
    }

    @Override
    public DeploymentSet currentSet() {
        return engine.state().set();
    }

    @Override
    public Optional<DeploymentSet> set(long number) {
        return store.set(number);
    }

    @Override
    public List<DeploymentSet> sets(int limit) {
        return store.sets(limit);
    }

    @Override
    public List<BundleStatus> bundles() {
        return board.statuses();
    }

    @Override
    public Subscription subscribe(Consumer<Deployment> listener) {
        return engine.listeners().subscribe(listener);
    }

    @Override
    public boolean accepting() {
        return engine.accepting();
    }

    @Override
    public String refused(String author, String reason, Deployment.Failure failure) {
        return engine.refused(author, reason, failure);
    }

    @Override
    public void readingFolder(boolean reading) {
        platform.readingFolder(reading);
    }

    @Override
    public ArtifactInfo store(InputStream content) {
        return artifacts.store(content);
    }

    @Override
    public Optional<ArtifactInfo> info(Sha256 digest) {
        return artifacts.info(digest);
    }

    @Override
    public InputStream open(Sha256 digest) {
        return artifacts.open(digest);
    }

    @Override
    public String version() {
        return platform.version();
    }

    @Override
    public Instant started() {
        return platform.started();
    }

    @Override
    public State state() {
        return platform.state();
    }

    @Override
    public List<String> awaiting() {
        return platform.awaiting();
    }

    @Override
    public List<Cause> of(String symbolicName) {
        return engine.causes(symbolicName);
    }

    @Override
    public List<Cause> of(Bundle bundle, String component) {
        return engine.parts().components().causes(bundle, component::equals);
    }

    @Override
    public void bootCurrentSet() {
        engine.boot();
    }

    @Override
    public void shutDown(Duration deadline) {
        engine.shutDown(deadline);
    }
}
