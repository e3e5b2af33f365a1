/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which records are wanted. What is null is not asked for.
 *
 * @param from first instant
 * @param to last instant, exclusive
 * @param type a type or the first words of types: {@code auth.login} finds {@code auth.login.failed}
 * @param actor subject or client id
 * @param target the whole target
 * @param outcome how it ended
 * @param requestId id of the HTTP request
 */
public record AuditFilter(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String type,
        @Nullable String actor,
        @Nullable String target,
        @Nullable AuditOutcome outcome,
        @Nullable String requestId) {
    /** Every record. */
    public static final AuditFilter ALL = new AuditFilter(null, null, null, null, null, null, null);

    public static AuditFilter ofType(String type) {
        return new AuditFilter(null, null, type, null, null, null, null);
    }

    /** Says whether a record is wanted. */
    public boolean matches(AuditRecord record) {
        var event = record.event();
        return (from == null || !record.time().isBefore(from))
                && (to == null || record.time().isBefore(to))
                && (type == null || matchesType(event.type()))
                && (actor == null
                        || actor.equals(event.actor().subject())
                        || actor.equals(event.actor().clientId()))
                && (target == null || target.equals(event.target()))
                && (outcome == null || outcome == event.outcome())
                && (requestId == null || requestId.equals(event.requestId()));
    }

    /** Says whether events of a type can be wanted. */
    public boolean matchesType(String eventType) {
        return type == null
                || eventType.equals(type)
                || (eventType.startsWith(type) && eventType.charAt(type.length()) == '.');
    }
}
