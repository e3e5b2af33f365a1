/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.deployment.GuardedCalls.Call;
import io.subrack.kernel.deployment.GuardedCalls.HungException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Calls foreign code of several, one after the other, in one go on the helper thread: handing over to another thread
 * costs more than most of these calls. Each has the whole patience to itself. Used once, from one thread.
 */
final class Turns<T> {
    private final GuardedCalls guard;
    private final Duration patience;
    private final List<T> all;

    /** Whose turn it is; moved on by the helper, and taken from it by whoever loses the patience. */
    private final AtomicReference<Turn> now;

    /** Whose turn it is since when; from {@code at == all.size()} on it is nobody's. */
    private record Turn(int at, long begun) {
        static Turn of(int at) {
            return new Turn(at, System.nanoTime());
        }
    }

    Turns(GuardedCalls guard, Duration patience, List<T> all) {
        this.guard = guard;
        this.patience = patience;
        this.all = List.copyOf(all);
        this.now = new AtomicReference<>(Turn.of(0));
    }

    /** Foreign code of one of them. */
    interface Work<T> {
        void run(T whose) throws Exception;
    }

    /**
     * Calls all of them from {@code first} on, up to the first that fails or hangs: {@link #stoodAt} says which.
     *
     * @throws ExecutionException with what one of them threw
     * @throws HungException if one has not returned in time; those after it are not called
     */
    void run(int first, Work<T> work) throws HungException, ExecutionException, InterruptedException {
        if (first >= all.size()) {
            return;
        }
        now.set(Turn.of(first));
        Call<Boolean> call = guard.begin(() -> {
            Turn turn = turn();
            while (turn.at() < all.size()) {
                work.run(all.get(turn.at()));
                Turn next = Turn.of(turn.at() + 1);
                if (!now.compareAndSet(turn, next)) {
                    return false;
                }
                turn = next;
            }
            return true;
        });
        while (true) {
            Turn turn = turn();
            long left = patience.toNanos() - (System.nanoTime() - turn.begun());
            if (call.done(Duration.ofNanos(Math.max(0, left)))) {
                call.result();
                return;
            }
            if (turn.at() < all.size() && now.compareAndSet(turn, new Turn(turn.at(), turn.begun()))) {
                throw call.giveUp();
            }
        }
    }

    private Turn turn() {
        return Objects.requireNonNull(now.get());
    }

    /** Returns the index of the one that failed or hung. */
    int stoodAt() {
        return Math.min(turn().at(), all.size() - 1);
    }
}
