/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import io.subrack.inspection.spi.BundleDetail.VersionView;
import io.subrack.inspection.spi.BundleSummary.SignatureView;
import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.spi.ArtifactPolicy;
import io.subrack.kernel.spi.Causes;
import io.subrack.kernel.spi.Suggestions;
import io.subrack.kernel.spi.Traffic;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/**
 * Looks at the framework for an admin. Each answer is a look of its own moment; what costs much is looked at for one bundle
 * only. Thread-safe.
 */
@Component(service = Inspector.class)
public final class Inspector {
    private static final int MAX_HEADER_CHARS = 65_536;
    private static final int MAX_HEADERS = 500;
    private static final int VERSION_SETS = 50;

    private final BundleContext context;
    private final Deployments deployments;
    private final Artifacts artifacts;
    private final Causes causes;
    private final SignatureBook signatures;

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<Traffic> traffic = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<Suggestions> suggestions = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<ServiceComponentRuntime> runtimes = List.of();

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<ArtifactPolicy> policies = List.of();

    @Activate
    public Inspector(
            BundleContext context,
            @Reference Deployments deployments,
            @Reference Artifacts artifacts,
            @Reference Causes causes) {
        this.context = context;
        this.deployments = deployments;
        this.artifacts = artifacts;
        this.causes = causes;
        this.signatures = new SignatureBook(() -> policies, artifacts, System::nanoTime);
    }

    @Deactivate
    void close() {
        signatures.close();
    }

    /** The tests' door. */
    void optional(List<Traffic> newTraffic, List<Suggestions> newSuggestions, List<ServiceComponentRuntime> runtime) {
        traffic = newTraffic;
        suggestions = newSuggestions;
        runtimes = runtime;
    }

    private Roster roster() {
        return new Roster(context, deployments.bundles());
    }

    private Summaries summaries(Roster roster, Function<Sha256, SignatureView> signed) {
        return new Summaries(roster, artifacts, traffic, new Hints(suggestions), signed);
    }

    private Reasons reasons(Roster roster) {
        return new Reasons(roster, causes, new Remedies(roster, deployments, artifacts, new Hints(suggestions)));
    }

    /** Returns bundles sorted by symbolic name: those of the current set, those of the platform, or both. */
    public List<BundleItem> bundles(boolean capabilities, boolean platform) {
        var roster = roster();
        var counts = new Services(roster).counts();
        List<BundleItem> items = new ArrayList<>();
        summaries(roster, capabilities, platform).forEach(summary -> {
            var id = summary.bundleId();
            items.add(new BundleItem(summary, id == null ? 0 : counts.getOrDefault(id, 0)));
        });
        return items;
    }

    private List<BundleSummary> summaries(Roster roster, boolean capabilities, boolean platform) {
        var summaries = summaries(roster, signatures::soon);
        List<BundleSummary> all = new ArrayList<>();
        if (capabilities) {
            roster.capabilities().forEach(status -> all.add(summaries.of(status)));
        }
        if (platform) {
            roster.platform().forEach(bundle -> all.add(summaries.ofPlatform(bundle)));
        }
        all.sort((one, other) -> one.symbolicName().compareTo(other.symbolicName()));
        return all;
    }

    /** Returns all that is known of a bundle of the current set, or of the platform; empty if there is none. */
    public Optional<BundleDetail> bundle(String symbolicName) {
        var roster = roster();
        var status = roster.capability(symbolicName).orElse(null);
        if (status != null) {
            var summary = summaries(roster, signatures::now).of(status);
            var why = summary.isServing() ? null : reasons(roster).of(status);
            return Optional.of(detail(roster, summary, roster.instance(status), versions(status), why));
        }
        return roster.platform(symbolicName)
                .map(bundle ->
                        detail(roster, summaries(roster, signatures::now).ofPlatform(bundle), bundle, List.of(), null));
    }

    private BundleDetail detail(
            Roster roster,
            BundleSummary summary,
            @Nullable Bundle bundle,
            List<VersionView> versions,
            @Nullable Why why) {
        if (bundle == null) {
            return new BundleDetail(
                    summary,
                    headers(summary),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    versions,
                    why);
        }
        var wirings = new Wirings(roster, bundle);
        var services = new Services(roster);
        var components = runtimes.stream()
                .findFirst()
                .map(runtime -> new ComponentLook(context, runtime, causes).of(bundle))
                .orElse(List.of());
        return new BundleDetail(
                summary,
                headers(bundle),
                wirings.wires(),
                wirings.requirements(),
                wirings.capabilities(),
                components,
                services.of(bundle.getRegisteredServices()),
                services.of(bundle.getServicesInUse()),
                pids(components),
                versions,
                why);
    }

    private static Map<String, String> headers(Bundle bundle) {
        var raw = bundle.getHeaders("");
        Map<String, String> headers = new TreeMap<>();
        for (var name : Collections.list(raw.keys())) {
            if (headers.size() < MAX_HEADERS) {
                headers.put(Shown.text(name, Shown.MAX_CHARS), Shown.text(raw.get(name), MAX_HEADER_CHARS));
            }
        }
        return headers;
    }

    private Map<String, String> headers(BundleSummary summary) {
        var artifact = summary.artifact();
        Map<String, String> headers = new TreeMap<>();
        info(artifact == null ? null : new Sha256(artifact))
                .ifPresent(info -> info.headers()
                        .forEach((name, value) -> headers.put(name, Shown.text(value, MAX_HEADER_CHARS))));
        return headers;
    }

    private Optional<ArtifactInfo> info(@Nullable Sha256 artifact) {
        try {
            return artifact == null ? Optional.empty() : artifacts.info(artifact);
        } catch (DeploymentException e) {
            return Optional.empty();
        }
    }

    private static List<String> pids(List<ComponentView> components) {
        var pids = new TreeSet<String>();
        components.forEach(component -> pids.addAll(component.configurationPids()));
        return List.copyOf(pids);
    }

    private List<VersionView> versions(BundleStatus status) {
        Map<Sha256, VersionView> versions = new LinkedHashMap<>();
        var name = status.entry().symbolicName();
        for (var set : deployments.sets(VERSION_SETS)) {
            set.entry(name)
                    .ifPresent(entry -> versions.computeIfAbsent(
                            entry.artifact(),
                            artifact -> new VersionView(
                                    entry.version().toString(),
                                    artifact.hex(),
                                    set.number(),
                                    artifact.equals(status.entry().artifact()),
                                    info(artifact).isPresent())));
        }
        return List.copyOf(versions.values());
    }

    /** Returns why a bundle of the current set is not serving, or that it is; empty if there is none. */
    public Optional<Why> why(String symbolicName) {
        var roster = roster();
        return roster.capability(symbolicName).map(reasons(roster)::of);
    }

    /** Returns why a plan cannot be applied; empty if it can. */
    public Optional<Why> why(Plan plan) {
        return plan.applicable() ? Optional.empty() : reasons(roster()).of(plan);
    }

    /** Returns why a deployment was undone; empty if it was not. */
    public Optional<Why> why(Deployment deployment) {
        return deployment.failure().map(this::why);
    }

    /** Returns where a failure begins, and what would help now. */
    public Why why(Deployment.Failure failure) {
        return reasons(roster()).of(failure);
    }

    /** Returns what an action on a bundle of the current set hits; empty if there is none. */
    public Optional<Impact> impact(String symbolicName, Impact.Action action) {
        var roster = roster();
        return roster.capability(symbolicName).map(status -> {
            var services = roster.services(null);
            var graph = new Graphs(roster, summaries(roster, true, false), services);
            boolean livesTwice = info(status.entry().artifact())
                    .map(ArtifactInfo::canLiveTwice)
                    .orElse(true);
            return new Impacts(roster, graph, services, traffic).of(status, action, livesTwice);
        });
    }

    /** Returns the graph of the capability bundles, or of all bundles. */
    public Graph graph(boolean withPlatform) {
        return graphs(withPlatform).whole();
    }

    /** Returns the bundles within some steps of one, or empty if there is none of that name. */
    public Optional<Graph> graphAround(String symbolicName, int depth, boolean withPlatform) {
        var graphs = graphs(withPlatform);
        return graphs.has(symbolicName) ? Optional.of(graphs.around(symbolicName, depth)) : Optional.empty();
    }

    /** Returns a shortest way between two bundles, without nodes if there is none, or empty if one is not there. */
    public Optional<Graph> path(String from, String to, boolean withPlatform) {
        var graphs = graphs(withPlatform);
        return graphs.has(from) && graphs.has(to) ? Optional.of(graphs.path(from, to)) : Optional.empty();
    }

    private Graphs graphs(boolean withPlatform) {
        var roster = roster();
        return new Graphs(roster, summaries(roster, true, withPlatform), roster.services(null));
    }

    /** Returns services in the order of their ids: those that match an LDAP filter, or all. */
    public List<ServiceItem> services(@Nullable String filter) {
        var roster = roster();
        return new Services(roster).of(roster.services(filter));
    }

    public Optional<ServiceItem> service(long id) {
        return services("(service.id=" + id + ")").stream().findFirst();
    }

    /** Returns what an admin should look at among the bundles: what failed first. */
    public List<Attention> attention() {
        return reasons(roster()).attention();
    }

    /** Returns how many services are registered. */
    public int serviceCount() {
        return roster().services(null).size();
    }
}
