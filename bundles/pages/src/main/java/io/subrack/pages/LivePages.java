/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages;

import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.spi.ArtifactContent;
import io.subrack.kernel.spi.DeploymentParticipant;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.PlatformEvents;
import io.subrack.kernel.spi.Review;
import io.subrack.kernel.spi.Transition;
import io.subrack.pages.api.ContributionReader;
import io.subrack.pages.api.ContributionReader.Reading;
import io.subrack.pages.api.Contributions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What bundles contribute to the console right now; changes with the deployments. Thread-safe. */
@Component(service = {LivePages.class, DeploymentParticipant.class})
public final class LivePages implements DeploymentParticipant {
    static final String EVENT = "pages";
    static final String PAGE = "page";
    static final String SLOT = "slot";
    static final String COMMAND = "command";

    private static final Logger log = LoggerFactory.getLogger(LivePages.class);

    private final BundleContext context;
    private final Deployments deployments;

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
    private volatile @Nullable PlatformEvents events;

    private volatile @Nullable State state;

    private volatile @Nullable Described described;

    @Activate
    public LivePages(BundleContext context, @Reference Deployments deployments) {
        this.context = context;
        this.deployments = deployments;
    }

    /**
     * What is there at one time.
     *
     * @param live by symbolic name
     * @param retiring those that browsers may still be loading
     */
    private record State(Map<String, Generation> live, List<Generation> retiring) {}

    /** What was read of the artifact that was described last; its review comes next. */
    private record Described(Sha256 artifact, Reading reading) {}

    /** Returns what is live, by symbolic name. */
    Map<String, Generation> live() {
        return state().live;
    }

    /** Returns the revision of a bundle that is live, or was until its deployment ends. */
    Optional<Generation> generation(String symbolicName, String key) {
        State now = state();
        return Stream.concat(Stream.ofNullable(now.live.get(symbolicName)), now.retiring.stream())
                .filter(each ->
                        each.symbolicName().equals(symbolicName) && each.key().equals(key))
                .findFirst();
    }

    /** The first to ask looks at what was started before anybody was here to be told. */
    private State state() {
        State now = state;
        return now != null ? now : begin();
    }

    /** Reads without a lock: two may do so at once, and the first counts. */
    private State begin() {
        Map<String, Generation> live = new TreeMap<>();
        for (BundleStatus status : deployments.bundles()) {
            Bundle bundle = status.bundleId().map(context::getBundle).orElse(null);
            if (bundle != null && status.entry().state() == StartState.STARTED && runs(bundle)) {
                read(bundle, status.entry()).ifPresent(each -> live.put(each.symbolicName(), each));
            }
        }
        synchronized (this) {
            State now = state;
            if (now == null) {
                now = new State(live, List.of());
                state = now;
            }
            return now;
        }
    }

    private static boolean runs(Bundle bundle) {
        return (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0;
    }

    /** What cannot be read contributes nothing; that is no reason to keep a bundle from serving. */
    private static Optional<Generation> read(Bundle bundle, SetEntry entry) {
        try {
            return Generation.of(bundle, entry);
        } catch (RuntimeException e) {
            log.warn("what {} contributes to the console cannot be read", entry.symbolicName(), e);
            return Optional.empty();
        }
    }

    @Override
    public String name() {
        return "console pages";
    }

    @Override
    public List<Contribution> describe(ArtifactContent artifact) {
        String bundle = artifact.info().symbolicName();
        List<Contribution> all = new ArrayList<>();
        Optional<Reading> reading = read(artifact);
        reading.ifPresent(it -> described = new Described(artifact.info().digest(), it));
        reading.flatMap(Reading::contributions).ifPresent(it -> {
            it.pages().forEach(page -> all.add(new Contribution(PAGE, address(bundle, page.id()))));
            it.slots().forEach(slot -> all.add(new Contribution(SLOT, slot.slot() + " " + bundle + "/" + slot.id())));
            it.commands().forEach(command -> all.add(new Contribution(COMMAND, bundle + "/" + command.id())));
        });
        return all;
    }

    /** Returns where a page is in the console. */
    static String address(String bundle, String page) {
        return "/console/x/" + bundle + "/" + page;
    }

    @Override
    public Review review(ArtifactContent artifact) {
        Reading reading = described(artifact).or(() -> read(artifact)).orElse(null);
        if (reading == null) {
            return Review.NOTHING;
        }
        String name = artifact.info().symbolicName() + " " + artifact.info().version();
        List<String> refusals = reading.faults().stream()
                .map(fault -> name + " cannot contribute to the console: " + fault)
                .toList();
        List<String> warnings = reading.contributions()
                .filter(it ->
                        it.pages().size() + it.slots().size() + it.commands().size() > 0)
                .map(it -> List.of(name + " brings " + counted(it)
                        + " to the console. Its scripts run in the browser with the rights of whoever looks at them."
                        + " Apply this only if you trust where the bundle comes from."))
                .orElse(List.of());
        return new Review(refusals, warnings);
    }

    private Optional<Reading> described(ArtifactContent artifact) {
        Described last = described;
        described = null;
        return last != null && last.artifact.equals(artifact.info().digest())
                ? Optional.of(last.reading)
                : Optional.empty();
    }

    private static Optional<Reading> read(ArtifactContent artifact) {
        return Optional.ofNullable(artifact.info().headers().get(Contributions.HEADER))
                .map(header -> ContributionReader.read(header, artifact.names(), artifact::read));
    }

    private static String counted(Contributions it) {
        List<String> parts = new ArrayList<>();
        count(parts, it.pages().size(), "page");
        count(parts, it.slots().size(), "part of a page", "parts of pages");
        count(parts, it.commands().size(), "command");
        int last = parts.size() - 1;
        return last == 0 ? parts.get(0) : String.join(", ", parts.subList(0, last)) + " and " + parts.get(last);
    }

    private static void count(List<String> parts, int number, String one) {
        count(parts, number, one, one + "s");
    }

    private static void count(List<String> parts, int number, String one, String many) {
        if (number > 0) {
            parts.add(number + " " + (number == 1 ? one : many));
        }
    }

    @Override
    public Optional<String> exclusive(Bundle live) {
        return Optional.empty();
    }

    /** Bundles that are being booted are looked at when they run. */
    @Override
    public void expect(List<SetEntry> entries) {}

    @Override
    public Participation join(Transition transition) {
        return new PageSwitch(this, state().live, transition);
    }

    /** Replaces what is live in one step, and tells who follows. */
    void show(Map<String, Generation> live, List<Generation> retiring) {
        Map<String, Generation> before = state().live;
        state = new State(live, retiring);
        live.forEach((name, now) -> {
            Generation old = before.get(name);
            if (old == null) {
                tell(now, "added");
            } else if (!old.key().equals(now.key())) {
                tell(now, "updated");
            }
        });
        before.forEach((name, old) -> {
            if (!live.containsKey(name)) {
                tell(old, "removed");
            }
        });
    }

    private void tell(Generation generation, String change) {
        PlatformEvents stream = events;
        if (stream != null) {
            stream.publish(
                    EVENT,
                    Map.of("bundle", generation.symbolicName(), "version", generation.version(), "change", change));
        }
    }

    /** For tests, which have no registry. */
    void setEvents(PlatformEvents given) {
        events = given;
    }

    Optional<Generation> fresh(Bundle bundle, SetEntry entry) {
        return read(bundle, entry);
    }
}
