/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.Platform;
import io.subrack.kernel.spi.PlatformEvents;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Keeps the last events of this process, numbered, so that a caller who comes back misses nothing. Thread-safe. */
@Component(service = {PlatformEvents.class, EventHub.class})
public final class EventHub implements PlatformEvents {
    static final int KEPT = 2_000;

    private static final Pattern TYPE = Pattern.compile("[a-z][a-z-]{0,39}");

    private final EventStreams streams;
    private final String process;
    private final Event[] ring = new Event[KEPT]; // guarded by ring

    /** How many there were in this process; the number of the last one. */
    private long last; // guarded by ring

    private volatile @Nullable Event passing;

    @Activate
    public EventHub(@Reference EventStreams streams, @Reference Platform platform) {
        this.streams = streams;
        this.process = Long.toString(platform.started().toEpochMilli(), Character.MAX_RADIX);
    }

    @Override
    public void publish(String type, Map<String, ?> data) {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("the type of an event is a word in lower case, not: " + type);
        }
        var json = json(data);
        synchronized (ring) {
            last++;
            ring[index(last)] = new Event(last, type, json);
        }
        streams.wakeAll();
    }

    /** Tells those who follow right now; replaces what they have not heard yet, and is not kept. */
    void pass(String type, Map<String, ?> data) {
        var before = passing;
        passing = new Event(before == null ? 1 : before.number() + 1, type, json(data));
        streams.wakeAll();
    }

    /** Lets those who follow look whether there is something new. */
    void wake() {
        streams.wakeAll();
    }

    private static String json(Map<String, ?> data) {
        String json;
        try {
            json = Json.write(data);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException("the data of an event must be texts, numbers, lists and maps", e);
        }
        if (json.length() > MAX_CHARS) {
            throw new IllegalArgumentException("an event may have " + MAX_CHARS + " characters, not " + json.length());
        }
        return json;
    }

    /** Returns the number of the last event; 0 if there was none. */
    long last() {
        synchronized (ring) {
            return last;
        }
    }

    /** Returns all events after the one of this number, in order; null if some of them are forgotten. */
    @Nullable
    List<Event> after(long number) {
        synchronized (ring) {
            if (number == last) {
                return List.of();
            }
            if (number < 0 || number > last || number < last - KEPT) {
                return null;
            }
            var events = new ArrayList<Event>((int) (last - number));
            for (long next = number + 1; next <= last; next++) {
                events.add(ring[index(next)]);
            }
            return Collections.unmodifiableList(events);
        }
    }

    /** Returns what {@link #pass} has given last. */
    @Nullable
    Event passing() {
        return passing;
    }

    String id(long number) {
        return process + "-" + number;
    }

    /** Returns the number in an id; empty if it is of another process, or none at all. */
    Optional<Long> number(String id) {
        var prefix = process + "-";
        var digits = id.startsWith(prefix) ? id.substring(prefix.length()) : "";
        return digits.matches("[0-9]{1,18}") ? Optional.of(Long.valueOf(digits)) : Optional.empty();
    }

    private static int index(long number) {
        return (int) (number % KEPT);
    }

    /** One event, written. */
    record Event(long number, String type, String json) {}
}
