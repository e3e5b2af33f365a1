/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.spi.PlatformLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Follows the log. Lines that come faster than the caller reads are dropped, and counted. */
final class LogFeed implements Feed {
    private static final int MOST_WAITING = 1_000;

    private final Predicate<PlatformLog.Entry> quick;
    private final Predicate<PlatformLog.Entry> filter;
    private final BundleLoggers owners;
    private final PlatformLog.Subscription subscription;
    private final ArrayDeque<PlatformLog.Entry> waiting = new ArrayDeque<>(); // guarded by itself
    private long dropped; // guarded by waiting

    /**
     * Makes a feed.
     *
     * @param quick the part of the filter that asks nobody: a thread that logs must not wait
     * @param seen id of the last line that the caller has; {@link Long#MAX_VALUE} for none of the past
     */
    LogFeed(
            PlatformLog log,
            Predicate<PlatformLog.Entry> quick,
            Predicate<PlatformLog.Entry> filter,
            BundleLoggers owners,
            long seen) {
        this.quick = quick;
        this.filter = filter;
        this.owners = owners;
        synchronized (waiting) { // lines that are written meanwhile wait outside
            for (var entry : log.recent()) {
                if (entry.id() > seen && quick.test(entry)) {
                    add(entry);
                }
            }
            this.subscription = log.subscribe(this::hear);
        }
    }

    private void hear(PlatformLog.Entry entry) {
        if (quick.test(entry)) {
            synchronized (waiting) {
                add(entry);
            }
        }
    }

    private void add(PlatformLog.Entry entry) {
        waiting.add(entry);
        if (waiting.size() > MOST_WAITING) {
            waiting.remove();
            dropped++;
        }
    }

    @Override
    public boolean refresh() {
        synchronized (waiting) {
            return !waiting.isEmpty();
        }
    }

    @Override
    public boolean write(Outlet outlet) {
        List<PlatformLog.Entry> lines;
        long lost;
        synchronized (waiting) {
            lines = new ArrayList<>(waiting);
            waiting.clear();
            lost = dropped;
            dropped = 0;
        }
        if (lost > 0) {
            outlet.send("dropped", null, Json.write(Map.of("count", lost)));
        }
        for (var line : lines) {
            if (filter.test(line)) {
                outlet.send("log", Long.toString(line.id()), Json.write(LogView.of(line, owners)));
            }
        }
        return true;
    }

    @Override
    public void bye(Outlet outlet) {
        outlet.send("bye", null, "{}");
    }

    @Override
    public void ended() {
        subscription.close();
    }
}
