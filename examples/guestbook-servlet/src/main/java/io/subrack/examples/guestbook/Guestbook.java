/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.guestbook;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** Remembers the last guests; a service inside this bundle, because its package is not exported. */
@Component(service = Guestbook.class)
public final class Guestbook {
    private static final int MAX_GUESTS = 100;
    private static final int MAX_NAME_CHARS = 80;

    private final Deque<String> guests = new ArrayDeque<>();

    /** @throws IllegalArgumentException if the name is blank or too long */
    synchronized void sign(String name) {
        if (name == null || name.isBlank() || name.length() > MAX_NAME_CHARS) {
            throw new IllegalArgumentException("name must have 1 to " + MAX_NAME_CHARS + " characters");
        }
        guests.addFirst(name.strip());
        if (guests.size() > MAX_GUESTS) {
            guests.removeLast();
        }
    }

    /** Returns the newest guests first. */
    synchronized List<String> guests() {
        return List.copyOf(guests);
    }
}
