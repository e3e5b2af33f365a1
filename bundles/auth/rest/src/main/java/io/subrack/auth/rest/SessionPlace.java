/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * Where a session stands in the list of all, the newest first. It never changes, so that who turns the pages meets each
 * session once.
 *
 * @param createdMillis when the session began, since 1970; a database may keep no more than that
 * @param id of the session
 */
record SessionPlace(long createdMillis, String id) implements Comparable<SessionPlace> {
    /** Before all. */
    static final SessionPlace BEGINNING = new SessionPlace(Long.MAX_VALUE, "");

    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})\\.([A-Za-z0-9_-]{1,128})");
    private static final Comparator<SessionPlace> ORDER =
            Comparator.comparingLong(SessionPlace::createdMillis).reversed().thenComparing(SessionPlace::id);

    static SessionPlace of(Session session) {
        return new SessionPlace(session.created().toEpochMilli(), session.id());
    }

    static SessionPlace parsed(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new ProblemException(WebProblem.BAD_REQUEST, "after must be as in the member next of a page");
        }
        return new SessionPlace(Long.parseLong(matcher.group(1)), matcher.group(2));
    }

    @Override
    public int compareTo(SessionPlace other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return createdMillis + "." + id;
    }
}
