/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.jspecify.annotations.Nullable;

/**
 * The id of the request that a line is about, in parentheses; nothing where there is none. It stands before what bundles
 * can write into a line, so that no message passes for one of another request.
 */
final class RequestMark extends ClassicConverter {
    /** The key of the mapped diagnostic context under which the front door puts it. */
    static final String KEY = "request";

    /** What {@link LogFiles} finds. */
    static final String PATTERN = "(?:\\(([A-Za-z0-9._-]{1,64})\\) )?";

    private static final int MOST_CHARS = 64;

    @Override
    public String convert(ILoggingEvent event) {
        String id = event.getMDCPropertyMap().get(KEY);
        return wellFormed(id) ? "(" + id + ") " : "";
    }

    /** A bundle may have put anything there. */
    private static boolean wellFormed(@Nullable String id) {
        return id != null
                && !id.isEmpty()
                && id.length() <= MOST_CHARS
                && id.chars()
                        .allMatch(c -> c < 0x7f && (Character.isLetterOrDigit(c) || c == '-' || c == '_' || c == '.'));
    }
}
