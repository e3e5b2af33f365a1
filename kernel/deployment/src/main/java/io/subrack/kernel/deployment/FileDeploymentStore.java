/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store as files that a person can read:
 *
 * <pre>
 * current                   the number of the current set
 * sets/00000012.json        a set and the deployment that made it; never changed
 * deployments/&lt;id&gt;.json     a deployment that has ended
 * journal/&lt;id&gt;.json         the intent of a deployment that was accepted and has not ended
 * </pre>
 *
 * <p>Every file is written beside its name, forced, moved to its name, and the name is forced: 2 forces a file, of
 * which neither can be spared (without the first a crash leaves a name without content, without the second the old
 * name). A committed deployment writes four files, so 8 forces:
 *
 * <ol>
 *   <li>{@link #begin}: the intent, because that it was accepted is told to the caller.
 *   <li>{@link #commit}: the set, with the deployment in the same file; then {@code current}, whose move is the one
 *       instant that counts. They cannot share the force of a directory, since the set must be there before the
 *       pointer to it.
 *   <li>{@link #end}: the history. That the intent is deleted is not forced: one that comes back is found done.
 * </ol>
 *
 * <p>A deployment that is undone takes 4. Those of {@code end} come after the switch, so nobody waits for them.
 */
final class FileDeploymentStore implements DeploymentStore {
    private static final Logger log = LoggerFactory.getLogger(FileDeploymentStore.class);

    private final Object lock = new Object();
    private final StoreFiles files;
    private volatile DeploymentSet current;

    /** Accepted and not ended, oldest first. Guarded by {@code lock}. */
    private final Map<String, Deployment> open = new LinkedHashMap<>();

    /** When each ended deployment started; read on first use, to keep it out of the boot. Guarded by {@code lock}. */
    private @Nullable Map<String, Instant> ended;

    /** The artifacts of sets that were read to tidy up; a set never changes. */
    private final Map<Long, Set<Sha256>> referenced = new ConcurrentHashMap<>();

    /** Why nothing can be written any more; null while all is well. Guarded by {@code lock}. */
    private @Nullable String broken;

    /**
     * Opens the store and recovers what an earlier process left in the middle.
     *
     * @param root its directory; made, with the empty set 0, if it is missing
     * @throws DeploymentException {@link DeploymentProblem#STORE_FAILED} if a file that matters is damaged or was
     *     written by a newer version; nothing is guessed
     */
    FileDeploymentStore(Path root) {
        this(root, new DiskFiles(), Clock.systemUTC());
    }

    FileDeploymentStore(Path root, DurableFiles durable, Clock clock) {
        try {
            this.files = new StoreFiles(root, durable);
            this.current = new StoreRecovery(files, clock.instant()).recover();
        } catch (IOException e) {
            throw failed("The deployment store " + root + " cannot be opened", e);
        }
    }

    @Override
    public DeploymentSet current() {
        return current;
    }

    @Override
    public Optional<DeploymentSet> set(long number) {
        DeploymentSet now = current;
        if (number == now.number()) {
            return Optional.of(now);
        }
        boolean exists = number >= 0 && number < now.number() && files.hasSet(number);
        return exists ? Optional.of(files.readSet(number)) : Optional.empty();
    }

    @Override
    public List<DeploymentSet> sets(int limit) {
        List<DeploymentSet> newest = new ArrayList<>();
        for (long number = current.number(); newest.size() < limit; number--) {
            Optional<DeploymentSet> set = set(number);
            if (set.isEmpty()) {
                break;
            }
            newest.add(set.get());
        }
        return newest;
    }

    @Override
    public void begin(Deployment accepted) {
        write("accept deployment " + accepted.id(), () -> {
            files.writeIntent(accepted);
            open.put(accepted.id(), accepted);
        });
    }

    @Override
    public void commit(DeploymentSet next, Deployment committed) {
        write("commit set " + next.number(), () -> {
            if (next.number() != current.number() + 1) {
                throw new IllegalStateException(
                        "set " + next.number() + " is not the successor of set " + current.number());
            }
            files.writeSet(next, Optional.of(committed));
            movePointer(next.number());
            current = next;
            open.computeIfPresent(committed.id(), (id, intent) -> committed);
        });
    }

    /** If the move fails half-way, the old number is put back: the caller will undo, and the disk has to agree. */
    private void movePointer(long number) throws IOException {
        try {
            files.writePointer(number);
        } catch (IOException e) {
            try {
                files.writePointer(current.number());
            } catch (IOException again) {
                e.addSuppressed(again);
                broken = "whether set " + number + " is current is not certain; restart the platform";
            }
            throw e;
        }
    }

    @Override
    public void end(Deployment done) {
        write("record deployment " + done.id(), () -> {
            files.writeHistory(done);
            files.deleteIntent(done.id());
            open.remove(done.id());
            if (ended != null) {
                ended.put(done.id(), done.started());
            }
        });
    }

    @Override
    public Optional<Deployment> deployment(String id) {
        synchronized (lock) {
            Deployment running = open.get(id);
            return running != null ? Optional.of(running) : files.readHistory(id);
        }
    }

    @Override
    public List<Deployment> history(int limit) {
        synchronized (lock) {
            Map<String, Instant> started = new LinkedHashMap<>(endedDeployments());
            open.forEach((id, deployment) -> started.put(id, deployment.started()));
            return started.entrySet().stream()
                    .sorted(Map.Entry.<String, Instant>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(limit)
                    .flatMap(entry -> deployment(entry.getKey()).stream())
                    .toList();
        }
    }

    private Map<String, Instant> endedDeployments() {
        Map<String, Instant> known = ended;
        if (known != null) {
            return known;
        }
        known = new LinkedHashMap<>();
        try {
            for (Path file : files.historyFiles()) {
                Deployment deployment = readQuietly(file);
                if (deployment != null) {
                    known.put(deployment.id(), deployment.started());
                }
            }
        } catch (IOException e) {
            throw failed("The history of deployments cannot be read", e);
        }
        ended = known;
        return known;
    }

    private @Nullable Deployment readQuietly(Path file) {
        try {
            return files.readDeployment(file);
        } catch (DeploymentException e) {
            log.warn("{} It is left out of the history.", e.getMessage());
            return null;
        }
    }

    /**
     * Forgets old sets; they cannot be rolled back to any more.
     *
     * @param kept how many of the newest sets stay, at least 1: the current set always does
     * @return the artifacts that the kept sets refer to
     */
    Set<Sha256> keepNewest(int kept) {
        long oldest = Math.max(0, current.number() - Math.max(kept, 1) + 1);
        write("forget old sets", () -> {
            for (long number : files.setNumbers()) {
                if (number < oldest) {
                    files.deleteSet(number);
                }
            }
        });
        referenced.keySet().removeIf(number -> number < oldest);
        Set<Sha256> artifacts = new HashSet<>();
        for (long number = oldest; number <= current.number(); number++) {
            artifacts.addAll(referenced.computeIfAbsent(number, this::artifacts));
        }
        return artifacts;
    }

    private Set<Sha256> artifacts(long number) {
        return set(number).map(DeploymentSet::bundles).orElse(List.of()).stream()
                .map(SetEntry::artifact)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Something that changes files. */
    private interface Writing {
        void run() throws IOException;
    }

    private void write(String what, Writing writing) {
        synchronized (lock) {
            if (broken != null) {
                throw new DeploymentException(
                        DeploymentProblem.STORE_FAILED, "The deployment store cannot " + what + ": " + broken + ".");
            }
            try {
                writing.run();
            } catch (IOException e) {
                throw failed("The deployment store " + files.root() + " cannot " + what, e);
            }
        }
    }

    private static DeploymentException failed(String what, IOException cause) {
        return new DeploymentException(
                DeploymentProblem.STORE_FAILED,
                what + ": " + cause.getMessage() + ". See to free space and permissions.",
                cause);
    }
}
