/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import org.osgi.annotation.versioning.ConsumerType;

/** A kind of problem that callers can rely on, after RFC 9457. Implemented by the enum of each API. */
@ConsumerType
public interface ProblemType {
    /** What every {@link #urn()} starts with. */
    String URN_PREFIX = "urn:subrack:problem:";

    /** Returns the stable code: lower case, parts joined by colons, as {@code deploy:unresolved}. */
    String code();

    /** Returns a short text for people that never changes from case to case. */
    String title();

    /** Returns the HTTP status that fits. */
    int status();

    /** Returns the {@code type} member of RFC 9457. */
    default String urn() {
        return URN_PREFIX + code();
    }
}
