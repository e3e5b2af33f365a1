/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One request's place in a trace that may cross many systems, as W3C Trace Context (Level 1) has it. Immutable. The ids say
 * what belongs together in logs and traces; they grant nothing and are guessed by anybody.
 */
public final class TraceContext {
    /** The header that carries it. */
    public static final String PARENT_HEADER = "traceparent";

    /** The header that carries what other systems noted. */
    public static final String STATE_HEADER = "tracestate";

    /** The header that carries what bundles and other systems want to know of a request (W3C Baggage). */
    public static final String BAGGAGE_HEADER = "baggage";

    private static final String VERSION = "00-";
    private static final int TRACE = VERSION.length();
    private static final int PARENT = TRACE + 32 + 1;
    private static final int FLAGS = PARENT + 16 + 1;
    private static final int LENGTH = FLAGS + 2;
    private static final int MOST_STATE_CHARS = 512;
    private static final int MOST_BAGGAGE_CHARS = 8_192;

    private static final ThreadLocal<@Nullable TraceContext> CURRENT = new ThreadLocal<>();

    private final String traceId;
    private final String spanId;
    private final @Nullable String parentId;
    private final boolean sampled;
    private final String state;
    private final String baggage;

    private TraceContext(
            String traceId,
            String spanId,
            @Nullable String parentId,
            boolean sampled,
            @Nullable String state,
            @Nullable String baggage) {
        this.traceId = traceId;
        this.spanId = spanId;
        this.parentId = parentId;
        this.sampled = sampled;
        this.state = state == null || !harmless(state, MOST_STATE_CHARS) ? "" : state;
        this.baggage = baggage == null || !harmless(baggage, MOST_BAGGAGE_CHARS) ? "" : baggage;
    }

    /** Begins a trace that nobody records. */
    public static TraceContext begin() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[] digits = new byte[32];
        hex(digits, 0, idBits(random));
        hex(digits, 16, random.nextLong());
        return new TraceContext(latin(digits), spanId(random), null, false, null, null);
    }

    /**
     * Returns the context of a span that somebody else has given its ids.
     *
     * @param traceId 32 hexadecimal digits
     * @param spanId 16 hexadecimal digits
     * @param parentId the caller's id; null where the trace begins here
     * @param state see {@link #state()}
     * @param baggage see {@link #baggage()}
     */
    public static TraceContext of(
            String traceId,
            String spanId,
            @Nullable String parentId,
            boolean sampled,
            @Nullable String state,
            @Nullable String baggage) {
        return new TraceContext(traceId, spanId, parentId, sampled, state, baggage);
    }

    /**
     * Goes on with a caller's trace, or begins one where the caller names none.
     *
     * @param parent the header {@value #PARENT_HEADER}; counts only in version 00, letter by letter as specified
     * @param state the header {@value #STATE_HEADER}; dropped if it has more than 512 characters or others than printable
     *     ASCII
     */
    public static TraceContext goOn(@Nullable String parent, @Nullable String state) {
        return goOn(parent, state, null);
    }

    /**
     * Goes on with a caller's trace as {@link #goOn(String, String)} does, and with what the caller says of the request.
     *
     * @param baggage the header {@value #BAGGAGE_HEADER}; dropped if it has more than 8192 characters or others than
     *     printable ASCII, or with a parent that does not count
     */
    public static TraceContext goOn(@Nullable String parent, @Nullable String state, @Nullable String baggage) {
        if (parent == null || !wellFormed(parent)) {
            return begin();
        }
        return new TraceContext(
                parent.substring(TRACE, PARENT - 1),
                spanId(ThreadLocalRandom.current()),
                parent.substring(PARENT, FLAGS - 1),
                (Character.digit(parent.charAt(LENGTH - 1), 16) & 1) == 1,
                state,
                baggage);
    }

    /** Returns the context of the request that the calling thread answers; null if it answers none. */
    public static @Nullable TraceContext current() {
        return CURRENT.get();
    }

    /** Makes this the calling thread's context, null for none, until the next call. Whoever sets one sets it back. */
    public static void setCurrent(@Nullable TraceContext context) {
        if (context == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(context);
        }
    }

    /** Returns the id of the trace: 32 hexadecimal digits. */
    public String traceId() {
        return traceId;
    }

    /** Returns the request's own id: 16 hexadecimal digits. */
    public String spanId() {
        return spanId;
    }

    /** Returns the caller's id; null where the trace begins here. */
    public @Nullable String parentId() {
        return parentId;
    }

    /** Returns whether the caller says that it records the trace. */
    public boolean sampled() {
        return sampled;
    }

    /** Returns what other systems noted, to be sent on as it is; empty for nothing. */
    public String state() {
        return state;
    }

    /** Returns the header {@value #BAGGAGE_HEADER}, to be sent on as it is; empty for none. */
    public String baggage() {
        return baggage;
    }

    /** Returns the value of {@value #PARENT_HEADER} for requests that are made in the course of this one. */
    public String header() {
        return VERSION + traceId + '-' + spanId + (sampled ? "-01" : "-00");
    }

    @Override
    public String toString() {
        return header();
    }

    private static boolean wellFormed(String parent) {
        return parent.length() == LENGTH
                && parent.startsWith(VERSION)
                && id(parent, TRACE, PARENT - 1)
                && parent.charAt(PARENT - 1) == '-'
                && id(parent, PARENT, FLAGS - 1)
                && parent.charAt(FLAGS - 1) == '-'
                && isHex(parent.charAt(FLAGS))
                && isHex(parent.charAt(FLAGS + 1));
    }

    /** An id is not all zeros. */
    private static boolean id(String text, int from, int to) {
        boolean zero = true;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isHex(c)) {
                return false;
            }
            zero &= c == '0';
        }
        return !zero;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    }

    private static boolean harmless(String header, int mostChars) {
        return header.length() <= mostChars && header.chars().allMatch(c -> c >= ' ' && c <= '~');
    }

    private static String spanId(ThreadLocalRandom random) {
        byte[] digits = new byte[16];
        hex(digits, 0, idBits(random));
        return latin(digits);
    }

    private static long idBits(ThreadLocalRandom random) {
        long bits = random.nextLong();
        return bits == 0 ? 1 : bits;
    }

    private static void hex(byte[] digits, int from, long bits) {
        for (int i = 0; i < 16; i++) {
            int digit = (int) (bits >>> (i * 4)) & 15;
            digits[from + i] = (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
    }

    @SuppressWarnings("deprecation") // Latin-1 bytes to a string without a decoder: there are two for each request
    private static String latin(byte[] digits) {
        return new String(digits, 0);
    }
}
