/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that must be read from the store before a token may be accepted: tried beside the start, then again each second
 * until it is there.
 */
final class Loading {
    private static final Logger log = LoggerFactory.getLogger(Loading.class);
    private static final Duration AGAIN = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String what;
    private final Runnable read;
    private final Upkeep upkeep;
    private final CountDownLatch tried = new CountDownLatch(1);
    private volatile boolean done;
    private volatile boolean ended;
    private volatile boolean failed;
    private volatile String fault;

    /** @param what for messages, as in {@code the signing keys} */
    Loading(String what, Runnable read, Upkeep upkeep) {
        this.what = what;
        this.read = read;
        this.upkeep = upkeep;
        this.fault = what + " are not read yet.";
    }

    /** Has it read soon; if that fails, again later. */
    Loading begin() {
        upkeep.soon(this::attempt);
        return this;
    }

    boolean done() {
        return done;
    }

    /** Returns why it is not done, as a sentence; empty if it is. */
    String fault() {
        return done ? "" : fault;
    }

    /** Waits a little for the first attempt: at a start it is under way, and to be refused would be worse. */
    void awaitFirstAttempt() {
        try {
            if (!tried.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.debug("{} take longer to read than anybody waits", what);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void end() {
        ended = true;
        tried.countDown();
    }

    private void attempt() {
        if (ended) {
            return;
        }
        try {
            read.run();
            if (failed) {
                log.info("{} are read; tokens are accepted again", what);
            }
            done = true;
        } catch (RuntimeException e) { // whatever the store throws: without these data nobody is let in
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            if (!reason.equals(fault)) {
                log.error("no token is accepted, because {} cannot be read: {}", what, reason, e);
            }
            fault = reason;
            failed = true;
            upkeep.after(AGAIN, this::attempt);
        } finally {
            tried.countDown();
        }
    }
}
