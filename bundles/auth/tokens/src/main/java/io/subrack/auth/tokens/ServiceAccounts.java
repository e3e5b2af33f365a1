/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.KeyStore;
import io.subrack.auth.spi.KeyStore.ServiceAccount;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.spi.ArtifactContent;
import io.subrack.kernel.spi.DeploymentParticipant;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An account for each capability bundle. The deployment set says what it was granted; the store mirrors that, and is
 * brought in step again whenever it was not.
 */
@Component(
        service = {DeploymentParticipant.class, ServiceAccounts.class},
        immediate = true)
public final class ServiceAccounts implements DeploymentParticipant {
    private static final Logger log = LoggerFactory.getLogger(ServiceAccounts.class);
    private static final Duration AGAIN = Duration.ofSeconds(5);

    private final KeyStore store;
    private final RevocationList revocations;
    private final AuthAudit audit;
    private final Upkeep upkeep;
    private final Clock clock;
    private final Map<Long, Staged> staged = new ConcurrentHashMap<>();
    private final Object mirroring = new Object();

    /** Whether the store may differ from what is live. */
    private volatile boolean behind;

    /** Whether that is going to be looked at. */
    private final AtomicBoolean looking = new AtomicBoolean();

    private volatile Map<String, Set<String>> live = Map.of();

    @Activate
    public ServiceAccounts(
            @Reference KeyStore store,
            @Reference RevocationList revocations,
            @Reference AuthAudit audit,
            @Reference Upkeep upkeep,
            @Reference Deployments deployments) {
        this(store, revocations, audit, upkeep, Clock.systemUTC());
        // The store may come when the set has been booted already.
        expect(deployments.currentSet().bundles());
    }

    ServiceAccounts(KeyStore store, RevocationList revocations, AuthAudit audit, Upkeep upkeep, Clock clock) {
        this.store = store;
        this.revocations = revocations;
        this.audit = audit;
        this.upkeep = upkeep;
        this.clock = clock;
    }

    /** Returns what an instance of a bundle was granted, or empty if it has no account. */
    Optional<Set<String>> granted(Bundle bundle) {
        Staged early = staged.get(bundle.getBundleId());
        return Optional.ofNullable(early != null ? early.scopes() : live.get(bundle.getSymbolicName()));
    }

    /**
     * Returns what the tokens of an instance are given for while its deployment may be undone, so that they end with it;
     * empty for others.
     */
    Optional<String> trial(Bundle bundle) {
        return Optional.ofNullable(staged.get(bundle.getBundleId())).map(Staged::trial);
    }

    @Override
    public String name() {
        return "service accounts";
    }

    @Override
    public List<Contribution> describe(ArtifactContent artifact) {
        return List.of();
    }

    @Override
    public Optional<String> exclusive(Bundle bundle) {
        return Optional.empty();
    }

    @Override
    public void expect(List<SetEntry> entries) {
        settle(grants(entries));
        behind = true;
        mirrorSoon();
    }

    @Override
    public Participation join(Transition transition) {
        return new Joined(transition);
    }

    private static Map<String, Set<String>> grants(List<SetEntry> entries) {
        return entries.stream().collect(Collectors.toMap(SetEntry::symbolicName, entry -> Set.copyOf(entry.grants())));
    }

    private static Map<String, Set<String>> rights(Map<String, Set<String>> grants) {
        return grants.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private synchronized void settle(Map<String, Set<String>> target) {
        Map<String, Set<String>> before = live;
        if (before.equals(target)) {
            return;
        }
        live = Map.copyOf(target);
        behind = true;
        before.forEach((bundle, scopes) -> {
            if (!target.getOrDefault(bundle, Set.of()).containsAll(scopes) || !target.containsKey(bundle)) {
                endTokens(bundle);
            }
        });
    }

    private void endTokens(String bundle) {
        try {
            revocations.subjectAtOnce(Subjects.ofBundle(bundle));
        } catch (StoreUnavailableException e) {
            log.debug("that the tokens of {} ended is stored later", bundle, e);
        }
    }

    private void endTrial(String trial) {
        try {
            revocations.grantAtOnce(trial);
        } catch (StoreUnavailableException e) {
            log.warn("that the tokens of an undone deployment ended is not stored; they end within minutes", e);
        }
    }

    /** The set on disk is what counts, and a start compares the store with it: who brings no rights need not wait. */
    private void mirrorSoon() {
        if (behind && looking.compareAndSet(false, true)) {
            upkeep.soon(this::mirror);
        }
    }

    /** Level-triggered: compares what is with what should be, however they came to differ. */
    private void mirror() {
        synchronized (mirroring) {
            looking.set(false);
            behind = false;
            boolean done = false;
            try {
                done = mirrored(live);
            } finally {
                if (!done) {
                    behind = true;
                }
            }
        }
    }

    private boolean mirrored(Map<String, Set<String>> target) {
        try {
            Map<String, ServiceAccount> stored = new HashMap<>();
            store.serviceAccounts().forEach(account -> stored.put(account.bundle(), account));
            target.forEach((bundle, scopes) -> keep(bundle, scopes, Optional.ofNullable(stored.get(bundle))));
            stored.values().stream()
                    .filter(account -> account.revoked() == null && !target.containsKey(account.bundle()))
                    .forEach(this::revoke);
            return true;
        } catch (StoreUnavailableException e) {
            log.warn(
                    "the service accounts in the store are behind the deployment set; they are written again later", e);
            upkeep.after(AGAIN, this::mirror);
            return false;
        }
    }

    private void keep(String bundle, Set<String> scopes, Optional<ServiceAccount> stored) {
        Optional<ServiceAccount> current = stored.filter(account -> account.revoked() == null);
        if (current.isPresent() && current.get().scopes().equals(scopes)) {
            return;
        }
        if (current.isPresent() && !scopes.containsAll(current.get().scopes())) {
            revocations.subject(Subjects.ofBundle(bundle));
        }
        Instant created = current.map(ServiceAccount::created).orElseGet(clock::instant);
        store.save(new ServiceAccount(bundle, scopes, created, null));
        audit.serviceAccount(
                current.isPresent() ? AuditTypes.SERVICE_ACCOUNT_CHANGED : AuditTypes.SERVICE_ACCOUNT_CREATED,
                bundle,
                scopes);
    }

    private void revoke(ServiceAccount account) {
        revocations.subject(Subjects.ofBundle(account.bundle()));
        store.save(new ServiceAccount(account.bundle(), account.scopes(), account.created(), clock.instant()));
        audit.serviceAccount(AuditTypes.SERVICE_ACCOUNT_REVOKED, account.bundle(), Set.of());
    }

    /**
     * An instance whose deployment is not committed.
     *
     * @param trial what its tokens are given for
     */
    private record Staged(Set<String> scopes, String trial) {}

    /** One deployment: new instances have their grants at once, old ones keep theirs until it is committed. */
    private final class Joined implements Participation {
        private final Transition transition;
        private final Map<String, Set<String>> target;
        private boolean committed;

        Joined(Transition transition) {
            this.transition = transition;
            this.target = grants(transition.entries());
            for (Transition.Move move : transition.moves()) {
                Set<String> scopes = target.get(move.symbolicName());
                if (move.fresh() != null && scopes != null) {
                    staged.put(move.fresh().getBundleId(), new Staged(scopes, "trial-" + UUID.randomUUID()));
                }
            }
        }

        @Override
        public List<String> awaiting() {
            return List.of();
        }

        @Override
        public void hold(Bundle retiring) {}

        @Override
        public void switchOver() {}

        @Override
        public Optional<String> breach() {
            return Optional.empty();
        }

        @Override
        public List<Contribution> contributions(Bundle fresh) {
            return List.of();
        }

        /** Those that leave keep their account until their last request has ended. */
        @Override
        public void committed() {
            committed = true;
            Map<String, Set<String>> withLeaving = new HashMap<>(live);
            withLeaving.putAll(target);
            boolean rights = !rights(live).equals(rights(withLeaving));
            settle(withLeaving);
            if (rights) {
                mirror();
            } else {
                mirrorSoon();
            }
        }

        @Override
        public int drain(Bundle retiring, Duration deadline) {
            return 0;
        }

        @Override
        public void undo() {}

        @Override
        public void close() {
            if (committed) {
                settle(target);
                mirrorSoon();
            }
            transition.moves().forEach(move -> {
                Staged early =
                        move.fresh() == null ? null : staged.remove(move.fresh().getBundleId());
                if (early != null && !committed) {
                    endTrial(early.trial());
                }
            });
        }
    }
}
