/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

/** The types of event that the platform writes. Codes never change their meaning; new ones may come. */
public final class AuditTypes {
    public static final String LOGIN_SUCCEEDED = "auth.login.succeeded";
    public static final String LOGIN_FAILED = "auth.login.failed";
    public static final String LOGIN_LOCKED = "auth.login.locked";
    public static final String LOGOUT = "auth.logout";
    public static final String SESSION_REVOKED = "auth.session.revoked";
    public static final String PASSWORD_CHANGED = "auth.password.changed";
    public static final String SECOND_FACTOR_ENABLED = "auth.second-factor.enabled";
    public static final String SECOND_FACTOR_DISABLED = "auth.second-factor.disabled";
    public static final String RECOVERY_CODE_USED = "auth.recovery-code.used";

    public static final String TOKEN_ISSUED = "auth.token.issued";
    public static final String TOKEN_REFRESHED = "auth.token.refreshed";
    public static final String TOKEN_REVOKED = "auth.token.revoked";
    /** A code or refresh token came a second time; what it gave was revoked. */
    public static final String TOKEN_REUSED = "auth.token.reused";

    public static final String TOKEN_REFUSED = "auth.token.refused";
    public static final String CLIENT_REFUSED = "auth.client.refused";
    public static final String ACCESS_DENIED = "auth.access.denied";
    public static final String CONSENT_GRANTED = "auth.consent.granted";
    public static final String CONSENT_REVOKED = "auth.consent.revoked";
    public static final String API_TOKEN_CREATED = "auth.api-token.created";
    public static final String API_TOKEN_REVOKED = "auth.api-token.revoked";

    public static final String SETUP_CLAIMED = "auth.setup.claimed";
    public static final String ACCOUNT_RECOVERED = "auth.account.recovered";
    public static final String KEY_CREATED = "auth.key.created";
    public static final String KEY_ROTATED = "auth.key.rotated";
    public static final String KEY_REVOKED = "auth.key.revoked";

    public static final String USER_CREATED = "user.created";
    public static final String USER_CHANGED = "user.changed";
    public static final String USER_DELETED = "user.deleted";
    public static final String GROUP_CREATED = "group.created";
    public static final String GROUP_CHANGED = "group.changed";
    public static final String GROUP_DELETED = "group.deleted";
    public static final String ROLE_CREATED = "role.created";
    public static final String ROLE_CHANGED = "role.changed";
    public static final String ROLE_DELETED = "role.deleted";
    public static final String CLIENT_CREATED = "client.created";
    public static final String CLIENT_CHANGED = "client.changed";
    public static final String CLIENT_DELETED = "client.deleted";
    public static final String CLIENT_SECRET_ROTATED = "client.secret.rotated";
    public static final String SERVICE_ACCOUNT_CREATED = "service-account.created";
    public static final String SERVICE_ACCOUNT_CHANGED = "service-account.changed";
    public static final String SERVICE_ACCOUNT_REVOKED = "service-account.revoked";

    public static final String CONFIGURATION_CHANGED = "config.changed";
    public static final String BACKUP_CREATED = "data.backup.created";
    /** A backup left the platform: whoever has it has all secrets in it. */
    public static final String BACKUP_FETCHED = "data.backup.fetched";

    public static final String BACKUP_DELETED = "data.backup.deleted";
    public static final String RESTORE_REQUESTED = "data.restore.requested";
    public static final String RESTORE_WITHDRAWN = "data.restore.withdrawn";
    /** The platform has started with what a backup held. */
    public static final String RESTORE_APPLIED = "data.restore.applied";

    public static final String SUPPORT_COLLECTED = "support.collected";
    /** What a removed bundle had left in the database was deleted. */
    public static final String SCHEMA_DROPPED = "data.schema.dropped";

    public static final String DEPLOYMENT_ACCEPTED = "deploy.accepted";
    public static final String DEPLOYMENT_COMMITTED = "deploy.committed";
    public static final String DEPLOYMENT_UNDONE = "deploy.undone";
    /** The platform was ended in the middle; nothing of the deployment is left. */
    public static final String DEPLOYMENT_FAILED = "deploy.failed";

    /** The log was opened: the platform has started. */
    public static final String LOG_OPENED = "audit.opened";
    /** The log was closed: the platform stopped in good order. */
    public static final String LOG_CLOSED = "audit.closed";

    public static final String LOG_READ = "audit.exported";
    public static final String LOG_VERIFIED = "audit.verified";
    /** Old segments were deleted, as the admin had set it. */
    public static final String LOG_RETIRED = "audit.retired";
    /** The log could not be written for a while; what was refused was not acknowledged either. */
    public static final String LOG_RECOVERED = "audit.recovered";
    /** A crash had left half a record, which nobody had been told of. */
    public static final String LOG_REPAIRED = "audit.repaired";
    /** Records that were on disk are gone, or were changed, when the log was opened. */
    public static final String LOG_DAMAGED = "audit.damaged";

    private AuditTypes() {}
}
