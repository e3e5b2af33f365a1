/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Browser sessions, API tokens and how often logins failed. Who checks them keeps them in memory; this is what survives. Every change is committed
 * when its method returns. All methods throw {@link StoreUnavailableException}. Thread-safe.
 */
@ProviderType
public interface SessionStore {
    /** Returns the sessions that are not over. */
    List<Session> sessions(Instant now);

    void save(Session session);

    /** Notes when sessions were used last; those that are gone are left out. */
    void touch(List<Session> used);

    boolean deleteSession(String id);

    /** Deletes the sessions of a user but one; returns the ids of those deleted. */
    List<String> deleteSessions(String userId, @Nullable String exceptId);

    List<ApiToken> apiTokens();

    /** @throws StoreConflictException if the user has a token of this name */
    void create(ApiToken token);

    void touchApiToken(String id, Instant used);

    boolean deleteApiToken(String id);

    /** Returns the failures since a time, and forgets those before it. */
    List<Failures> failures(Instant since);

    /** Keeps counts of failures, each in place of what was kept by its id; with a count of 0 it is forgotten. */
    void keep(List<Failures> changed);

    /**
     * How often something failed.
     *
     * @param id at most 64 characters; tells neither names nor addresses
     * @param last when it failed last
     */
    record Failures(String id, int count, Instant last) {}

    /**
     * A browser session.
     *
     * @param id SHA-256 of the cookie's value: also what people and logs see of it
     * @param authenticated when the user proved who they are
     * @param methods how (RFC 8176)
     * @param expires the absolute end
     */
    record Session(
            String id,
            String userId,
            Instant created,
            Instant authenticated,
            List<String> methods,
            Instant lastUsed,
            Instant expires,
            String address,
            String userAgent) {
        public Session {
            methods = List.copyOf(methods);
        }
    }

    /**
     * An API token of a person.
     *
     * @param id public, for lists and logs
     * @param hash SHA-256 of the token
     * @param lastUsed to the minute; null for never
     */
    record ApiToken(
            String id,
            String hash,
            String userId,
            String name,
            Set<String> scopes,
            Instant created,
            Instant expires,
            @Nullable Instant lastUsed) {
        public ApiToken {
            scopes = Set.copyOf(scopes);
        }
    }
}
