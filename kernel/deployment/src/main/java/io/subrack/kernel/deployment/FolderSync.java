/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployment.Failure;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.deployment.FolderAttempt.Outcome;
import io.subrack.kernel.deployment.FolderRecord.Owned;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the current set agree with files that have settled: by what is there now, never by what happened to it. Used
 * from one thread.
 */
final class FolderSync {
    static final String AUTHOR = "deploy folder";

    private static final Comparator<Item> NEWEST =
            Comparator.comparing((Item item) -> item.info() != null).thenComparing(FolderSync::version);
    private static final Logger log = LoggerFactory.getLogger(FolderSync.class);

    private final FolderFiles files;
    private final FolderAttempt attempts;
    private final FolderHost host;
    private final FolderRecord record;
    private final FolderReports reports;

    /** What could not be deployed for want of something that another file may bring. */
    private final Map<String, Item> waiting = new LinkedHashMap<>();

    /** What was deployed and undone, because something it needs was not there. */
    private final Map<String, Item> unwell = new LinkedHashMap<>();

    /** What was last told of a file: the same is not told again. */
    private final Map<String, Failure> told = new HashMap<>();

    /** Files that may be older than what is live, because the record was lost; they are not deployed as they are. */
    private final Set<String> held = new HashSet<>();

    /** What could not be looked at. */
    private final Set<String> unreachable = new HashSet<>();

    private boolean succeeded;

    FolderSync(Path directory, Artifacts artifacts, FolderAttempt attempts, FolderHost host, FolderRecord record) {
        this.files = new FolderFiles(directory, artifacts);
        this.attempts = attempts;
        this.host = host;
        this.record = record;
        this.reports = new FolderReports(directory);
    }

    /**
     * One file to bring in or to take out.
     *
     * @param name the file's
     * @param info what is in it; null if the file is gone
     * @param before what the file stood for until now; null if it is new
     */
    record Item(
            String name,
            @Nullable ArtifactInfo info,
            @Nullable Owned before) {
        String symbolicName() {
            return info != null
                    ? info.symbolicName()
                    : Objects.requireNonNull(before).symbolicName();
        }
    }

    /** Says whether the engine takes deployments now; while it does not, looking at files is of no use. */
    boolean ready() {
        return host.accepting();
    }

    /**
     * To be called before the first look. If the record is lost, a file that lies there may be older than what an admin
     * did since by another way: its bundle is neither replaced nor revived.
     *
     * @throws IOException if the folder cannot be listed; to be called again then
     */
    void begin() throws IOException {
        if (!record.lost()) {
            return;
        }
        Set<String> everDeployed = attempts.everDeployed();
        Map<String, Owned> found = new TreeMap<>();
        for (String name : files.eligible()) {
            content(name)
                    .filter(info -> everDeployed.contains(info.symbolicName()))
                    .ifPresent(info -> found.put(name, new Owned(info.digest(), info.symbolicName())));
        }
        found.forEach((name, owned) -> {
            if (!live(owned.symbolicName(), owned.artifact())) {
                held.add(name);
            }
        });
        record.rebuild(found);
    }

    private Optional<ArtifactInfo> content(String name) {
        try {
            return Optional.of(files.store(name));
        } catch (DeploymentException e) {
            if (e.problem() == DeploymentProblem.STORE_FAILED) {
                throw e;
            }
            log.debug("{} is no bundle", name, e); // told in its report later
        } catch (IOException e) {
            log.debug("{} cannot be read", name, e);
        }
        return Optional.empty();
    }

    /**
     * Deals with files that came, changed or went, all in one deployment where that works.
     *
     * @return those that could not be looked at; nothing was done about them, and they are to be given again later
     * @throws DeploymentException {@link DeploymentProblem#BUSY}; the same names are to be given again later
     */
    Set<String> settle(Collection<String> names) throws InterruptedException {
        unreachable.clear();
        Map<String, Item> items = new LinkedHashMap<>();
        for (String name : files.presentFirst(names)) {
            waiting.remove(name);
            unwell.remove(name);
            item(name).ifPresent(item -> items.put(name, item));
        }
        if (!items.isEmpty()) {
            settle(items);
        }
        return Set.copyOf(unreachable);
    }

    private void settle(Map<String, Item> items) throws InterruptedException {
        for (Item item : List.copyOf(waiting.values())) {
            item(item.name()).ifPresent(again -> items.putIfAbsent(again.name(), again));
        }
        deploy(newestOfEach(items.values()));
    }

    /** Tries again, once after each success, what started but was not whole: what it lacked may be there now. */
    void retryUnwell() throws InterruptedException {
        if (!succeeded) {
            return;
        }
        succeeded = false;
        for (Item item : List.copyOf(unwell.values())) {
            deploy(item(item.name()).stream().toList());
        }
    }

    private Optional<Item> item(String name) {
        Owned before = record.get(name).orElse(null);
        try {
            if (!files.has(name)) {
                settled(name);
                held.remove(name);
                return before == null ? Optional.empty() : gone(name, before);
            }
        } catch (IOException e) {
            log.warn("{} cannot be looked at; it is tried again: {}", files.path(name), e.toString());
            unreachable.add(name);
            return Optional.empty();
        }
        try {
            if (before != null && before.artifact().equals(files.digest(name))) {
                return unchanged(name, before);
            }
            held.remove(name);
            ArtifactInfo info = files.store(name);
            Item item = new Item(name, info, before);
            return live(info.symbolicName(), info.digest()) ? done(item) : Optional.of(item);
        } catch (DeploymentException e) {
            refuse(new Item(name, null, before), Outcome.refused(FolderAttempt.failure(e)));
        } catch (IOException e) {
            String sentence = name + " cannot be read: " + e.getMessage() + ".";
            refuse(
                    new Item(name, null, before),
                    Outcome.refused(new Failure(DeploymentProblem.ARTIFACT_INVALID, sentence)));
        }
        return Optional.empty();
    }

    /** A file that was dealt with is done, also when somebody else has changed its bundle since, by another way. */
    private Optional<Item> unchanged(String name, Owned before) {
        if (!held.contains(name)) {
            settled(name);
            return Optional.empty();
        }
        String sentence = before.symbolicName() + " is live in another version or was removed, and which came last is"
                + " not known any more: the record of the folder was lost. To deploy this file, take it out of the"
                + " folder, wait a second, and put it back.";
        refuse(new Item(name, null, before), Outcome.refused(new Failure(DeploymentProblem.REQUEST_INVALID, sentence)));
        return Optional.empty();
    }

    private void settled(String name) {
        waiting.remove(name);
        unwell.remove(name);
        told.remove(name);
        reports.remove(name);
    }

    private boolean live(String symbolicName, Sha256 artifact) {
        return attempts.entry(symbolicName)
                .map(SetEntry::artifact)
                .filter(artifact::equals)
                .isPresent();
    }

    /** A file that is gone takes along only what it brought itself, and no other file stands for. */
    private Optional<Item> gone(String name, Owned before) {
        Item item = new Item(name, null, before);
        if (record.names().stream()
                .anyMatch(other -> !other.equals(name) && record.get(other).equals(Optional.of(before)))) {
            return done(item);
        }
        if (live(before.symbolicName(), before.artifact())) {
            Optional<Item> left = otherVersion(before);
            left.ifPresent(other -> done(item));
            return left.isPresent() ? left : Optional.of(item);
        }
        log.info("{} is gone; {} was changed by somebody else since and is left alone", name, before.symbolicName());
        return done(item);
    }

    /** Returns another file with the same bundle; without it the folder would have a file of a bundle that is not there. */
    private Optional<Item> otherVersion(Owned gone) {
        for (String name : record.names()) {
            Owned owned = record.get(name).orElse(gone);
            boolean same = owned.symbolicName().equals(gone.symbolicName());
            if (same && !owned.equals(gone) && files.shows(name)) {
                return content(name).map(info -> new Item(name, info, owned));
            }
        }
        return Optional.empty();
    }

    private Optional<Item> done(Item item) {
        ArtifactInfo info = item.info();
        if (info == null) {
            record.remove(item.name());
        } else {
            Owned now = new Owned(info.digest(), info.symbolicName());
            if (!now.equals(item.before())) {
                record.put(item.name(), now);
            }
        }
        settled(item.name());
        return Optional.empty();
    }

    /** Of several files with the same bundle the highest version counts, and one that came over one that went. */
    private List<Item> newestOfEach(Collection<Item> items) {
        Map<String, Item> newest = new LinkedHashMap<>();
        items.forEach(item -> newest.merge(item.symbolicName(), item, BinaryOperator.maxBy(NEWEST)));
        for (Item item : items) {
            Item chosen = Objects.requireNonNull(newest.get(item.symbolicName()));
            if (!chosen.equals(item) && item.info() == null) {
                record.remove(item.name());
                reports.remove(item.name());
            } else if (!chosen.equals(item)) {
                String sentence = chosen.name() + " holds " + chosen.symbolicName()
                        + " too, in the same or a higher version; delete one of the two files.";
                refuse(item, Outcome.refused(new Failure(DeploymentProblem.REQUEST_INVALID, sentence)));
            }
        }
        return List.copyOf(newest.values());
    }

    private static Version version(Item item) {
        ArtifactInfo info = item.info();
        return info == null ? Version.emptyVersion : info.version();
    }

    /** What keeps the plan from being applied is left out, as long as that is not everything. */
    private void deploy(List<Item> items) throws InterruptedException {
        List<Item> left = new ArrayList<>(items);
        while (!left.isEmpty()) {
            Outcome outcome = attempts.run(left);
            if (outcome.failure().isEmpty()) {
                succeed(left);
                return;
            }
            List<Item> culprits = left.size() == 1
                    ? List.copyOf(left)
                    : left.stream()
                            .filter(item -> outcome.culprits().contains(item.symbolicName()))
                            .toList();
            boolean allAtFault = left.size() > 1 && culprits.size() == left.size();
            if (culprits.isEmpty() || allAtFault) {
                deployEachAlone(left);
                return;
            }
            culprits.forEach(culprit -> refuse(culprit, outcome));
            left.removeAll(culprits);
        }
    }

    private void succeed(List<Item> items) {
        succeeded = true;
        items.forEach(this::done);
    }

    /** One broken file must not keep the others out. What cannot even be planned is tried again after each success. */
    private void deployEachAlone(List<Item> items) throws InterruptedException {
        Map<Item, Outcome> unplanned = new LinkedHashMap<>();
        List<Item> left = items;
        boolean progress = true;
        while (progress && !left.isEmpty()) {
            progress = false;
            unplanned.clear();
            for (Item item : left) {
                Outcome outcome = attempts.run(List.of(item));
                if (outcome.failure().isEmpty()) {
                    succeed(List.of(item));
                    progress = true;
                } else if (outcome.ran().isPresent()) {
                    refuse(item, outcome);
                } else {
                    unplanned.put(item, outcome);
                }
            }
            left = List.copyOf(unplanned.keySet());
        }
        unplanned.forEach(this::refuse);
    }

    private void refuse(Item item, Outcome outcome) {
        Failure failure = outcome.failure().orElseThrow();
        if (failure.type() == DeploymentProblem.UNRESOLVED) {
            waiting.put(item.name(), item);
        } else if (failure.type() == DeploymentProblem.PROBE_FAILED) {
            unwell.put(item.name(), item);
        }
        if (failure.equals(told.put(item.name(), failure))) {
            return;
        }
        String what = files.shows(item.name()) ? "not deployed" : "not removed";
        log.warn("{} was {}: {}", item.name(), what, failure.sentence());
        String id = outcome.ran().map(Deployment::id).orElseGet(() -> host.refused(AUTHOR, item.name(), failure));
        reports.write(item.name(), what, failure, id, outcome.ran());
    }
}
