/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Records what is done in the course of requests, as spans of a trace. An OSGi service that is there only while tracing is
 * on: whoever could record something looks for it each time, and does nothing more without it. Thread-safe.
 */
@ProviderType
public interface SpanRecorder {
    /** What a span is of. */
    enum Kind {
        /** Work within the process. */
        INTERNAL,
        /** A call to something else, which this process waits for. */
        CLIENT
    }

    /**
     * Begins the span of a request that has come in. Whether it is recorded is up to its caller, or else to chance.
     *
     * @param caller the trace that the request belongs to; the span goes on with it if it has a parent, else begins one
     * @param path the decoded path
     * @param name what it is called until more is known
     * @param startNanos when the request came, in nanoseconds of the epoch
     * @return null for paths that are never recorded
     */
    @Nullable
    Span request(TraceContext caller, String path, String name, long startNanos);

    /**
     * Begins a span within what the calling thread is in.
     *
     * @return null if that is nothing, or nothing that is recorded
     */
    @Nullable
    Span child(Kind kind, String name);

    /**
     * Returns what requests that the calling thread makes carry on: the innermost span, those that bundles have begun
     * themselves included; null if it is in none.
     */
    @Nullable
    TraceContext current();

    /** One span. One thread at a time. */
    @ProviderType
    interface Span {
        /** Returns its ids. */
        TraceContext context();

        /** Says whether anything of it is kept; if not, what is said to it goes nowhere. */
        boolean isRecording();

        /** Gives it another name: of few words, none of which is a value. */
        void name(String name);

        /** Notes something of it. */
        void set(String key, String value);

        /** Notes something of it. */
        void set(String key, long value);

        /**
         * Marks it as failed.
         *
         * @param type of few kinds: a status, or the name of an exception's class
         * @param cause what was thrown, to be shown with its stack trace; null for none
         */
        void failed(String type, @Nullable Throwable cause);

        /** Takes the calling thread into it, until what it returns is closed in the same thread. */
        Entered enter();

        /** Ends it. What is said to it afterwards is lost. */
        void end();

        /** Ends it at an earlier instant, in nanoseconds of the epoch. */
        void end(long nanos);
    }

    /** A thread's stay in a span. */
    @ProviderType
    interface Entered extends AutoCloseable {
        /** Leaves it, for what the thread was in before, whatever has been entered since. */
        @Override
        void close();
    }
}
