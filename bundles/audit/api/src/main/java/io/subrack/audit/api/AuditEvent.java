/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Something that happened. Texts may come from anybody: what does not print is written out ({@code \u001b}), what is too
 * long is cut (marked with {@code …}), and what looks like a secret is replaced by {@value #MASK}.
 *
 * @param type a stable code, as those in {@link AuditTypes}: lower-case words joined by dots, at least two
 * @param actor who did it
 * @param target what it was done to, as {@code user:<id>} or {@code client:<id>}; empty for nothing
 * @param outcome how it ended
 * @param requestId id of the HTTP request; empty for none
 * @param remoteAddress address of the caller; empty for none
 * @param details what else matters, in its order; at most {@value #MAX_DETAILS} entries and
 *     {@value #MAX_DETAIL_CHARS} characters together, names as {@code auth.method} or {@code newSet}. Never put a secret
 *     here: names that sound like one ({@code password}, {@code clientSecret}, {@code access_token}) have their value
 *     masked
 */
public record AuditEvent(
        String type,
        AuditActor actor,
        String target,
        AuditOutcome outcome,
        String requestId,
        String remoteAddress,
        Map<String, String> details) {
    /** How long a text may be. */
    public static final int MAX_TEXT_CHARS = 256;

    /** How long the value of a detail may be. */
    public static final int MAX_VALUE_CHARS = 1024;

    public static final int MAX_DETAILS = 32;
    public static final int MAX_DETAIL_CHARS = 8192;

    /** What stands for a secret. */
    public static final String MASK = "***";

    private static final int MAX_TYPE_CHARS = 64;
    private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._-]{0,63}");

    /** @throws IllegalArgumentException if the type or a name is not of its form, or there are too many details */
    public AuditEvent {
        if (type.length() > MAX_TYPE_CHARS || !TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("an event type is lower-case words joined by dots, at most "
                    + MAX_TYPE_CHARS + " characters, not: " + AuditText.clean(type, 80));
        }
        target = AuditText.clean(target, MAX_TEXT_CHARS);
        requestId = AuditText.clean(requestId, MAX_TEXT_CHARS);
        remoteAddress = AuditText.clean(remoteAddress, MAX_TEXT_CHARS);
        details = cleaned(details);
    }

    private AuditEvent(String type, AuditActor actor, AuditOutcome outcome) {
        this(type, actor, "", outcome, "", "", Map.of());
    }

    public static AuditEvent success(String type, AuditActor actor) {
        return new AuditEvent(type, actor, AuditOutcome.SUCCESS);
    }

    public static AuditEvent failure(String type, AuditActor actor) {
        return new AuditEvent(type, actor, AuditOutcome.FAILURE);
    }

    public static AuditEvent denied(String type, AuditActor actor) {
        return new AuditEvent(type, actor, AuditOutcome.DENIED);
    }

    /** Returns the event with a target of this kind: {@code on("user", id)} is {@code user:<id>}. */
    public AuditEvent on(String kind, String id) {
        return new AuditEvent(type, actor, kind + ":" + id, outcome, requestId, remoteAddress, details);
    }

    /** Returns the event with the request that caused it. */
    public AuditEvent from(String newRequestId, String newRemoteAddress) {
        return new AuditEvent(type, actor, target, outcome, newRequestId, newRemoteAddress, details);
    }

    /** Returns the event with one more detail. */
    public AuditEvent with(String name, String value) {
        var more = new LinkedHashMap<>(details);
        more.put(name, value);
        return new AuditEvent(type, actor, target, outcome, requestId, remoteAddress, more);
    }

    private static Map<String, String> cleaned(Map<String, String> details) {
        if (details.isEmpty()) {
            return Map.of();
        }
        if (details.size() > MAX_DETAILS) {
            throw new IllegalArgumentException(
                    "an event has at most " + MAX_DETAILS + " details, not " + details.size());
        }
        var cleaned = new LinkedHashMap<String, String>();
        int left = MAX_DETAIL_CHARS;
        for (var detail : details.entrySet()) {
            var name = detail.getKey();
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("the name of a detail is a letter and up to 63 letters, digits,"
                        + " '.', '_' and '-', not: " + AuditText.clean(name, 80));
            }
            var value = Secrets.isSecretName(name)
                    ? MASK
                    : AuditText.clean(detail.getValue(), Math.min(MAX_VALUE_CHARS, left));
            left = Math.max(1, left - value.length());
            cleaned.put(name, value);
        }
        return Collections.unmodifiableMap(cleaned);
    }
}
