/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets what is over, beside all else: nobody waits for it. */
final class OAuthUpkeep {
    private static final Logger log = LoggerFactory.getLogger(OAuthUpkeep.class);

    /** So long, who asks can still be told that something was used or revoked. */
    private static final Duration KEEP = Duration.ofDays(1);

    private static final Duration DAILY = Duration.ofDays(1);
    private static final Duration RETRY = Duration.ofMinutes(1);
    private static final Duration SWEEP = Duration.ofMinutes(5);

    private final Services services;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread worker = new Thread(work, "subrack-oauth-upkeep");
        worker.setDaemon(true);
        return worker;
    });

    OAuthUpkeep(Services services) {
        this.services = services;
    }

    /** @param sweep what is to be done every few minutes */
    void begin(Runnable sweep) {
        thread.execute(this::purgeAndGoOn);
        var unused = thread.scheduleWithFixedDelay(
                () -> guarded(sweep), SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    void close() {
        thread.shutdownNow();
    }

    /** Deletes grants, codes, refresh tokens and device requests that ended long ago. False if that has to wait. */
    boolean purge() {
        try {
            Instant before = services.clock().instant().minus(KEEP);
            services.grants().purge(before);
            return true;
        } catch (StoreUnavailableException e) {
            log.debug("what is over cannot be deleted yet", e);
            return false;
        }
    }

    private void purgeAndGoOn() {
        boolean[] done = {true};
        guarded(() -> done[0] = purge());
        if (!thread.isShutdown()) {
            var unused =
                    thread.schedule(this::purgeAndGoOn, (done[0] ? DAILY : RETRY).toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) { // the top of a thread
            log.error("upkeep of grants failed; it is tried again", e);
        }
    }
}
