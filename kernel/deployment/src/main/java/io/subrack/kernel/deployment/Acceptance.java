/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.DeploymentProblem;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A deployment from its acceptance until it has settled. Its intent is written by whoever asked for it, beside the
 * staging: nobody is told that it was accepted, and nothing goes live, before it is on disk. Thread-safe.
 */
final class Acceptance {
    private final CompletableFuture<Boolean> intent = new CompletableFuture<>();
    private final CountDownLatch settled = new CountDownLatch(1);

    /** Writes the intent, on the thread of whoever will be told. */
    void write(DeploymentStore store, Deployment accepted) {
        try {
            store.begin(accepted);
            intent.complete(true);
        } catch (RuntimeException | Error e) {
            intent.completeExceptionally(e);
            throw e;
        }
    }

    /** Returns when the intent is on disk. */
    void awaitIntent() throws DeploymentFailure, InterruptedException {
        try {
            intent.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            DeploymentProblem problem =
                    cause instanceof DeploymentException told ? told.problem() : DeploymentProblem.STORE_FAILED;
            throw new DeploymentFailure(problem, "Its intent could not be written: " + cause.getMessage(), cause);
        }
    }

    /** Waits for the intent and says whether it is on disk: what has no beginning there must not have an end. */
    boolean isWritten() {
        return intent.handle((written, failure) -> failure == null).join();
    }

    void settle() {
        settled.countDown();
    }

    void awaitSettled(Duration deadline) throws InterruptedException {
        settled.await(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }
}
