/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployments.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of deployments, in order, on a thread of its own that ends when there is nothing to tell. */
final class Listeners {
    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                Thread created = new Thread(work, "subrack-deployment-events");
                created.setDaemon(true);
                return created;
            });

    Listeners() {
        thread.allowCoreThreadTimeOut(true);
    }

    Subscription subscribe(Consumer<Deployment> listener) {
        Entry entry = new Entry(listener);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    void tell(Deployment deployment) {
        if (entries.isEmpty()) {
            return;
        }
        try {
            thread.execute(() -> entries.forEach(entry -> entry.tell(deployment)));
        } catch (RejectedExecutionException closed) {
            log.debug("nobody is told of {} any more", deployment.id());
        }
    }

    void close() {
        thread.shutdown();
    }

    /** One subscription; the same listener may have several. */
    private static final class Entry {
        private final Consumer<Deployment> listener;

        Entry(Consumer<Deployment> listener) {
            this.listener = listener;
        }

        /** The boundary to a stranger's code. */
        void tell(Deployment deployment) {
            try {
                listener.accept(deployment);
            } catch (RuntimeException | LinkageError e) {
                log.warn("a listener of deployments failed", e);
            }
        }
    }
}
