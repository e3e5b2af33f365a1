/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import org.jspecify.annotations.Nullable;

/** Follows everything. A caller that falls behind what is kept is cut off; it comes back and is told to begin anew. */
final class PlatformFeed implements Feed {
    private static final String NOTHING = "{}";

    private final EventHub hub;

    // Used by one writer at a time.
    private boolean begun;
    private boolean reset;
    private long seen;
    private long passed;

    /** @param lastEventId the last event that the caller has; null if it comes for the first time */
    PlatformFeed(EventHub hub, @Nullable String lastEventId) {
        this.hub = hub;
        long last = hub.last();
        long known = lastEventId == null ? last : hub.number(lastEventId).orElse(-1L);
        this.reset = hub.after(known) == null;
        this.seen = reset ? last : known;
        this.begun = lastEventId != null;
    }

    @Override
    public boolean write(Outlet outlet) {
        if (reset) {
            reset = false;
            outlet.send("reset", hub.id(seen), NOTHING);
        } else if (!begun) {
            begun = true;
            outlet.send("hello", hub.id(seen), NOTHING);
        }
        var events = hub.after(seen);
        if (events == null) {
            return false;
        }
        for (var event : events) {
            outlet.send(event.type(), hub.id(event.number()), event.json());
            seen = event.number();
        }
        var passing = hub.passing();
        if (passing != null && passing.number() > passed) {
            passed = passing.number();
            outlet.send(passing.type(), null, passing.json());
        }
        return true;
    }

    @Override
    public void bye(Outlet outlet) {
        outlet.send("bye", null, NOTHING);
    }
}
