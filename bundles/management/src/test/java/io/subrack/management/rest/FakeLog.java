/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.spi.PlatformLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A log in memory. */
final class FakeLog implements PlatformLog {
    final List<Entry> recent = new CopyOnWriteArrayList<>();
    final List<Entry> earlier = new ArrayList<>();
    final Map<String, LoggerLevel> set = new TreeMap<>();
    final List<Consumer<Entry>> listeners = new CopyOnWriteArrayList<>();

    Entry write(Level level, String logger, String message, Map<String, String> context) {
        long id = recent.size() + 1L;
        var entry = new Entry(id, Instant.ofEpochSecond(1_000 + id), level, logger, "main", message, null, context);
        recent.add(entry);
        listeners.forEach(listener -> listener.accept(entry));
        return entry;
    }

    @Override
    public List<Entry> recent() {
        return List.copyOf(recent);
    }

    @Override
    public List<Entry> earlier(Instant before, int atMost) {
        return earlier.stream().filter(entry -> entry.at().isBefore(before)).toList();
    }

    @Override
    public Subscription subscribe(Consumer<Entry> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public List<LoggerLevel> loggers() {
        return List.copyOf(set.values());
    }

    @Override
    public LoggerLevel logger(String name) {
        return set.getOrDefault(name, new LoggerLevel(name, null, Level.INFO, null));
    }

    @Override
    public void set(String name, Level level, @Nullable Instant until) {
        set.put(name, new LoggerLevel(name, level, level, until));
    }

    @Override
    public boolean reset(String name) {
        return set.remove(name) != null;
    }
}
