/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.audit.api.AuditActor;
import io.subrack.audit.api.AuditEvent;
import io.subrack.audit.api.AuditLog;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.GrantStore.Grant;

/** Writes down what the endpoints do. */
final class Audit {
    private static final String CLIENT = "client";

    private final AuditLog log;

    Audit(AuditLog log) {
        this.log = log;
    }

    /** Notes something of a user's grant that must be on disk before it is acknowledged. */
    void grant(String type, Grant grant, Origin from) {
        log.append(about(type, grant, from));
    }

    /** Notes that somebody used a code or refresh token a second time. */
    void reuse(String type, Grant grant, String what, Origin from) {
        log.append(AuditEvent.denied(type, AuditActor.client(grant.clientId()))
                .on("grant", grant.id())
                .with("user", grant.userId())
                .with("kind", what)
                .from(from.requestId(), from.address()));
    }

    /** Notes tokens, of which there are many. */
    void tokens(String type, Caller subject, String clientId, String grantType, String scopes, Origin from) {
        AuditActor actor = subject.kind() == Caller.Kind.USER
                ? AuditActor.user(subject.subject(), clientId)
                : AuditActor.client(clientId);
        log.appendLater(AuditEvent.success(type, actor)
                .on(CLIENT, clientId)
                .with("grant", grantType)
                .with("scopes", scopes)
                .from(from.requestId(), from.address()));
    }

    void revoked(String type, String clientId, String kind, String id, Origin from) {
        log.append(AuditEvent.success(type, AuditActor.client(clientId))
                .on(kind, id)
                .from(from.requestId(), from.address()));
    }

    /** Notes that a user decided about what a client asks for. */
    void decision(String type, boolean allowed, String userId, String clientId, String scopes, Origin from) {
        AuditActor actor = AuditActor.user(userId, clientId);
        log.append((allowed ? AuditEvent.success(type, actor) : AuditEvent.denied(type, actor))
                .on(CLIENT, clientId)
                .with("scopes", scopes)
                .from(from.requestId(), from.address()));
    }

    /** Notes that a client was not let in. */
    void refused(String type, String clientId, String reason, Origin from) {
        log.appendLater(AuditEvent.denied(type, AuditActor.ANONYMOUS)
                .on(CLIENT, clientId)
                .with("reason", reason)
                .from(from.requestId(), from.address()));
    }

    /** Notes how often a client was not let in; with no client, how often a network was not. */
    void failures(String type, String clientId, int count, String network) {
        log.appendLater(AuditEvent.denied(type, AuditActor.ANONYMOUS)
                .on(CLIENT, clientId)
                .with("failures", Integer.toString(count))
                .from("", network));
    }

    private static AuditEvent about(String type, Grant grant, Origin from) {
        return AuditEvent.success(type, AuditActor.user(grant.userId(), grant.clientId()))
                .on("grant", grant.id())
                .with("scopes", ScopeRules.text(grant.scopes()))
                .from(from.requestId(), from.address());
    }
}
