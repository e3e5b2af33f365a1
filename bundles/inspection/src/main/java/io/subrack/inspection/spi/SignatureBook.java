/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import io.subrack.inspection.spi.BundleSummary.SignatureView;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.spi.ArtifactPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How artifacts are signed, as those say whose task that is. Each artifact is read once for it, and asked about anew after a
 * while, since who is trusted may change. Thread-safe.
 */
final class SignatureBook implements AutoCloseable {
    private static final int KEPT = 5_000;
    private static final long FRESH_NANOS = Duration.ofSeconds(30).toNanos();

    private final Supplier<List<ArtifactPolicy>> policies;
    private final Artifacts artifacts;
    private final LongSupplier nanos;
    private final Map<Sha256, Judged> known = new ConcurrentHashMap<>();
    private final Set<Sha256> asked = ConcurrentHashMap.newKeySet();

    /** Has a thread only while there is something to judge. */
    private final ThreadPoolExecutor later;

    SignatureBook(Supplier<List<ArtifactPolicy>> policies, Artifacts artifacts, LongSupplier nanos) {
        this.policies = policies;
        this.artifacts = artifacts;
        this.nanos = nanos;
        later = new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            var thread = new Thread(task, "subrack-signatures");
            thread.setDaemon(true);
            return thread;
        });
        later.allowCoreThreadTimeOut(true);
    }

    private record Judged(SignatureView view, long at) {}

    /** Returns what is known, at once; what is not is looked for, so that it is known soon. For lists. */
    SignatureView soon(Sha256 artifact) {
        if (policies.get().isEmpty()) {
            return SignatureView.UNKNOWN;
        }
        var judged = known.get(artifact);
        if (judged == null || nanos.getAsLong() - judged.at() > FRESH_NANOS) {
            ask(artifact);
        }
        return judged == null ? SignatureView.UNKNOWN : judged.view();
    }

    /** Returns what is known, and reads an artifact that nobody has judged yet. For one bundle. */
    SignatureView now(Sha256 artifact) {
        return policies.get().isEmpty() || known.containsKey(artifact) ? soon(artifact) : judge(artifact);
    }

    private void ask(Sha256 artifact) {
        if (asked.add(artifact)) {
            try {
                later.execute(() -> {
                    try {
                        judge(artifact);
                    } finally {
                        asked.remove(artifact);
                    }
                });
            } catch (RejectedExecutionException e) { // closed meanwhile
                asked.remove(artifact);
            }
        }
    }

    private SignatureView judge(Sha256 artifact) {
        SignatureView view;
        try {
            view = artifacts
                    .info(artifact)
                    .flatMap(info -> policies.get().stream()
                            .map(policy -> policy.judge(info))
                            .findFirst())
                    .map(verdict -> new SignatureView(
                            verdict.signature(),
                            verdict.signer()
                                    .map(signer -> Shown.text(signer, Shown.MAX_CHARS))
                                    .orElse(null)))
                    .orElse(SignatureView.UNKNOWN);
        } catch (RuntimeException e) { // another's code, and a disk; a plan says it where it matters
            view = SignatureView.UNKNOWN;
        }
        if (known.size() >= KEPT) {
            known.clear();
        }
        known.put(artifact, new Judged(view, nanos.getAsLong()));
        return view;
    }

    @Override
    public void close() {
        later.shutdownNow();
    }
}
