/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

import io.subrack.kernel.api.Author;

/**
 * Who did it.
 *
 * @param kind what stands behind the subject
 * @param subject the immutable id of the user, client or bundle; empty for nobody. Cleaned and cut as
 *     {@link AuditEvent} does with every text
 * @param clientId the OAuth client that was used; empty for none
 */
public record AuditActor(Kind kind, String subject, String clientId) {
    /** Somebody without a credential that was accepted. */
    public static final AuditActor ANONYMOUS = new AuditActor(Kind.ANONYMOUS, "", "");

    /** The platform itself. */
    public static final AuditActor PLATFORM = new AuditActor(Kind.PLATFORM, "subrack", "");

    public AuditActor {
        subject = AuditText.clean(subject, AuditEvent.MAX_TEXT_CHARS);
        clientId = AuditText.clean(clientId, AuditEvent.MAX_TEXT_CHARS);
    }

    /** Returns who asked. Whoever has no account, as the deploy folder, is the platform: the name is nobody's. */
    public static AuditActor of(Author by) {
        return switch (by.kind()) {
            case "user" -> new AuditActor(Kind.USER, by.subject(), by.client());
            case "client" -> new AuditActor(Kind.CLIENT, by.subject(), by.client());
            case "bundle" -> new AuditActor(Kind.BUNDLE, by.subject(), by.client());
            default -> new AuditActor(Kind.PLATFORM, by.name(), "");
        };
    }

    public static AuditActor user(String subject, String clientId) {
        return new AuditActor(Kind.USER, subject, clientId);
    }

    public static AuditActor client(String clientId) {
        return new AuditActor(Kind.CLIENT, clientId, clientId);
    }

    public static AuditActor bundle(String symbolicName) {
        return new AuditActor(Kind.BUNDLE, "bundle:" + symbolicName, "");
    }

    /** What can act. */
    public enum Kind {
        ANONYMOUS,
        /** A person. */
        USER,
        /** An OAuth client on its own account. */
        CLIENT,
        /** A capability bundle on its own account. */
        BUNDLE,
        /** The platform, of its own accord. */
        PLATFORM
    }
}
