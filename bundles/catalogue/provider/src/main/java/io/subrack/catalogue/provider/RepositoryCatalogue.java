/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.audit.api.AuditLog;
import io.subrack.catalogue.api.Catalogue;
import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import io.subrack.catalogue.api.Entry;
import io.subrack.catalogue.api.Offer;
import io.subrack.catalogue.api.Repository;
import io.subrack.catalogue.api.RepositoryDraft;
import io.subrack.catalogue.api.RepositoryState;
import io.subrack.catalogue.api.Resolution;
import io.subrack.catalogue.api.Updates;
import io.subrack.catalogue.api.Wanted;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.PlatformProperties;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.spi.JobStatus;
import io.subrack.kernel.spi.Jobs;
import io.subrack.kernel.spi.Suggestions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The catalogue: what an admin has set, and what the repositories say. */
@Component(
        service = {Catalogue.class, Suggestions.class},
        configurationPid = CatalogueConfiguration.PID)
@Designate(ocd = CatalogueConfiguration.class)
public final class RepositoryCatalogue implements Catalogue, Suggestions {
    /** Where in the data directory the catalogue keeps its files. */
    static final String DIRECTORY = "catalogue";

    private static final String CHANGE = "platform.config";
    private static final int MOST_SUGGESTED = 5;
    private static final Logger log = LoggerFactory.getLogger(RepositoryCatalogue.class);

    @Reference(policy = ReferencePolicy.DYNAMIC)
    private volatile List<Jobs> jobs = List.of();

    private final BundleContext context;
    private final CatalogueSettings settings;
    private final Sources sources;
    private final Origins origins;
    private final Search search;
    private final Downloads downloads;
    private final UpdateWatch updates;
    private final Fetcher fetcher;
    private final Deployments deployments;
    private final Artifacts artifacts;
    private final RepositoryAdministration administration;
    private final SignaturePolicy signatures;
    private final Records records;
    private final ThreadPoolExecutor background;
    private final AtomicBoolean looking = new AtomicBoolean();

    @Activate
    public RepositoryCatalogue(
            BundleContext context,
            @Reference Deployments deployments,
            @Reference Artifacts artifacts,
            @Reference AuditLog audit,
            @Reference SignaturePolicy signatures,
            CatalogueConfiguration configuration) {
        this.context = context;
        this.settings = CatalogueSettings.of(configuration);
        this.deployments = deployments;
        this.artifacts = artifacts;
        this.signatures = signatures;
        this.records = new Records(audit);
        Path data = SignaturePolicy.path(context, PlatformProperties.DATA);
        Path directory = data.resolve(DIRECTORY);
        RepositoryStore store = new RepositoryStore(directory);
        this.origins = new Origins(directory);
        Path config = SignaturePolicy.path(context, PlatformProperties.CONFIG);
        Authorities authorities = new Authorities(config.resolve(Authorities.FILE));
        this.fetcher = new Fetcher(
                String.valueOf(context.getProperty(PlatformProperties.VERSION)), settings.plainHttp(), authorities);
        this.sources = new Sources(
                store, fetcher, settings, SignaturePolicy.path(context, PlatformProperties.HOME), data, config);
        this.administration = new RepositoryAdministration(store, sources, origins, deployments, records, this::lookup);
        this.search = new Search(sources, this::installed);
        PinnedHttps addresses = new PinnedHttps(settings.urlHosts(), settings.urlPrivate(), authorities);
        this.downloads = new Downloads(artifacts, addresses, directory, settings);
        this.updates = new UpdateWatch(sources, origins, deployments);
        this.background = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(16), task -> {
            Thread thread = new Thread(task, "subrack-catalogue");
            thread.setDaemon(true);
            return thread;
        });
        background.allowCoreThreadTimeOut(true);
        Temporary.clean(directory);
    }

    @Deactivate
    void close() {
        background.shutdownNow();
        fetcher.close();
    }

    private boolean isProvided(String service) {
        try {
            ServiceReference<?>[] found = context.getAllServiceReferences(service, null);
            return found != null;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException("no filter cannot be wrong", e);
        }
    }

    private Optional<Version> installed(String symbolicName) {
        return deployments.currentSet().entry(symbolicName).map(SetEntry::version);
    }

    private Deadline lookup() {
        return Deadline.in(settings.lookup());
    }

    @Override
    public List<RepositoryState> repositories() {
        return administration.all();
    }

    @Override
    public Optional<RepositoryState> repository(String id) {
        return administration.get(id);
    }

    @Override
    public RepositoryState create(RepositoryDraft draft, Author by) {
        return administration.create(draft, by);
    }

    @Override
    public RepositoryState replace(RepositoryDraft draft, OptionalLong expected, Author by) {
        return administration.replace(draft, expected, by);
    }

    @Override
    public void delete(String id, OptionalLong expected, Author by) {
        administration.delete(id, expected, by);
    }

    @Override
    public JobStatus refresh(String id, Author by) {
        Repository repository = administration.known(id);
        Jobs runner = jobs.stream()
                .findFirst()
                .orElseThrow(() -> new CatalogueException(
                        CatalogueProblem.STORE_FAILED, "Jobs cannot be run right now. Repeat the call in a moment."));
        return runner.start(
                new Jobs.Request("catalogue-refresh", "Refresh of repository " + id, by, CHANGE, true), progress -> {
                    progress.step("Read " + repository.url());
                    Source source = sources.of(repository);
                    source.renew(Deadline.in(settings.resolution()));
                    if (source.health().failed()) {
                        throw new CatalogueException(
                                CatalogueProblem.REPOSITORY_FAILED,
                                source.health().problem().orElse("The repository cannot be read."));
                    }
                    progress.checkCancelled();
                    progress.step("Look for updates");
                    updates.look(settings.lookup(), progress::isCancelled, progress::percent);
                    progress.checkCancelled();
                    return Optional.of(java.net.URI.create("/api/platform/v1/repositories/" + id));
                });
    }

    @Override
    public List<Entry> search(String text, String repository) {
        return search.entries(text, repository, lookup());
    }

    @Override
    public Optional<Entry> bundle(String symbolicName) {
        Optional<Coordinates> origin = deployments
                .currentSet()
                .entry(symbolicName)
                .flatMap(it -> origins.of(it.artifact()))
                .flatMap(Origins.Origin::maven);
        return search.bundle(symbolicName, origin, lookup());
    }

    @Override
    public List<Offer> providers(String namespace, String filter) {
        Deadline deadline = lookup();
        return search.offers(namespace, filter, source -> source.bundles(deadline));
    }

    @Override
    public Updates updates() {
        if (updates.isOlderThan(settings.updates()) && looking.compareAndSet(false, true)) {
            inBackground(() -> {
                try {
                    updates.look(settings.lookup(), () -> Thread.currentThread().isInterrupted(), percent -> {});
                } finally {
                    looking.set(false);
                }
            });
        }
        return updates.known();
    }

    private void inBackground(Runnable task) {
        try {
            background.execute(task);
        } catch (RejectedExecutionException e) {
            looking.set(false);
            log.debug("The catalogue is busy or closed", e);
        }
    }

    @Override
    public Resolution resolve(List<Wanted> wanted, String reason, Author by) {
        Deadline deadline = Deadline.in(settings.resolution());
        Gathering gathering = new Gathering(
                new WantedBundles(sources, search, downloads, artifacts, deadline),
                new Companions(sources, search, deadline),
                new Shelf(downloads, deadline),
                deployments,
                this::isProvided,
                settings.maxBundles(),
                reason,
                by);
        Gathering.Gathered gathered = gathering.gather(wanted);
        Set<Sha256> live = deployments.currentSet().bundles().stream()
                .map(SetEntry::artifact)
                .collect(Collectors.toSet());
        for (Picked each : gathered.picked()) {
            if (!each.wasHere()) {
                records.downloaded(each, by);
            }
            Candidate candidate = each.candidate();
            if (candidate != null) {
                origins.add(
                        each.info().digest(),
                        new Origins.Origin(
                                candidate.repository(),
                                candidate
                                        .coordinates()
                                        .map(Coordinates::toString)
                                        .orElse("")),
                        live::contains);
            }
        }
        return new Resolution(gathered.picked().stream().map(this::artifact).toList(), gathered.plan());
    }

    private Resolution.Artifact artifact(Picked picked) {
        var verdict = signatures.judge(picked.info());
        return new Resolution.Artifact(
                picked.info().symbolicName(),
                picked.info().version().toString(),
                picked.info().digest(),
                picked.info().size(),
                Optional.ofNullable(picked.candidate()).map(Candidate::repository),
                picked.coordinates().map(Coordinates::toString),
                verdict.signature(),
                verdict.signer(),
                picked.why());
    }

    @Override
    public List<Suggestion> providersOf(String namespace, String filter) {
        try {
            warm(namespace, filter);
            return search.offers(namespace, filter, BundleSource::known).stream()
                    .limit(MOST_SUGGESTED)
                    .map(RepositoryCatalogue::suggestion)
                    .toList();
        } catch (IllegalArgumentException | CatalogueException e) {
            return List.of();
        }
    }

    private static Suggestion suggestion(Offer it) {
        String coordinates = it.coordinates().orElse("");
        Version version = coordinates.isEmpty() ? Version.parseVersion(it.version()) : MavenVersion.osgi(it.version());
        return new Suggestion(it.symbolicName(), version, it.repository(), coordinates);
    }

    /** Reads what nobody has looked at yet, for the next time. */
    private void warm(String namespace, String filter) {
        for (KnownBundles.Known hint : Search.hints(namespace, filter)) {
            Coordinates at = hint.coordinates();
            sources.maven().stream()
                    .filter(it -> it.knownVersions(at.group(), at.artifact()).isEmpty())
                    .forEach(it -> inBackground(() -> it.versions(at.group(), at.artifact(), lookup())));
        }
        for (BundleSource source : sources.bundles()) {
            if (source instanceof FolderSource) {
                source.bundles(lookup());
            } else if (source.isNew()) {
                inBackground(() -> source.bundles(lookup()));
            }
        }
    }

    @Override
    public Optional<Suggestion> updateOf(String symbolicName, Version live) {
        return updates.known().items().stream()
                .filter(it -> it.bundle().equals(symbolicName))
                .filter(it -> it.version().equals(live.toString()))
                .findFirst()
                .map(it -> new Suggestion(
                        symbolicName,
                        MavenVersion.osgi(it.latest()),
                        it.repository(),
                        it.coordinates().orElse("")));
    }
}
