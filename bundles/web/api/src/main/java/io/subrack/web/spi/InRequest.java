/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.spi;

import io.subrack.kernel.spi.SpanRecorder;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What belongs to a request beyond its thread, for platform bundles that answer requests in threads of others. The value of
 * the request attribute {@value #ATTRIBUTE}. Thread-safe.
 */
@ProviderType
public interface InRequest {
    /** Name of the request attribute. */
    String ATTRIBUTE = "io.subrack.web.in-request";

    /**
     * Takes the calling thread into the request: its log context and its trace. What it was in before comes back when what
     * this returns is closed in the same thread.
     */
    SpanRecorder.Entered enter();

    /** Says whether the calling thread is in it. */
    boolean isHere();

    /** Returns what records the request; null if nobody does. */
    @Nullable
    SpanRecorder recorder();
}
