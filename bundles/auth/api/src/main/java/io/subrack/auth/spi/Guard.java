/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import io.subrack.auth.api.Caller;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The one place that says who calls and whether they may. Called by the front door and by the layers below it for each
 * request; does no I/O, takes no lock, and goes on while the database is down. Thread-safe.
 */
@ProviderType
public interface Guard {
    /**
     * Says whether somebody has claimed this installation; until then only what is always open answers. Also true while
     * that cannot be read: nobody gets in then, and nobody can claim it a second time.
     */
    boolean claimed();

    /**
     * Says why nobody is let in right now, as a sentence for admins: the data cannot be read, or are of another
     * installation. Empty if people are let in.
     */
    default String fault() {
        return "";
    }

    /** Tells that somebody has claimed this installation, once that is stored. It holds for the next request. */
    default void noteClaimed() {}

    /** Finds out who sends a request, from its credentials alone. */
    Authentication authenticate(Credentials credentials);

    /** Decides whether a caller may do what demands this. */
    Decision authorize(Caller caller, AccessRequirement requirement);

    /**
     * What a request shows of its sender.
     *
     * @param authorization the values of all {@code Authorization} headers
     * @param cookies the values of all {@code Cookie} headers
     * @param method the HTTP method
     * @param origin the {@code Origin} header; null if there is none
     * @param fetchSite the {@code Sec-Fetch-Site} header; null if there is none
     * @param tokenInQuery whether the query has a parameter {@code access_token}, which is refused
     */
    record Credentials(
            List<String> authorization,
            List<String> cookies,
            String method,
            @Nullable String origin,
            @Nullable String fetchSite,
            boolean tokenInQuery) {
        /** Leaves out what must not be seen in a log. */
        @Override
        public String toString() {
            return "credentials of a " + method;
        }
    }

    /** Who sends a request, or why that cannot be accepted. */
    sealed interface Authentication {
        /** Also {@link Caller#ANONYMOUS}, for a request that shows no credential. */
        record Accepted(Caller caller) implements Authentication {}

        /**
         * A credential is there and is not good.
         *
         * @param status 400, 401 or 403; 503 (with {@code Retry-After}) while keys, revocations or accounts are not read
         * @param challenge the value of {@code WWW-Authenticate}; null for none
         * @param detail a sentence for people, without the credential
         */
        record Refused(int status, @Nullable String challenge, String detail) implements Authentication {}
    }

    /** Whether a caller may go on. */
    sealed interface Decision {
        Decision PERMITTED = new Permitted();

        /** May go on. */
        record Permitted() implements Decision {}

        /**
         * May not.
         *
         * @param status 401 for nobody, 403 for somebody who lacks something
         * @param challenge the value of {@code WWW-Authenticate}; null for none
         * @param detail a sentence for people that says what is missing
         */
        record Denied(int status, @Nullable String challenge, String detail) implements Decision {}
    }
}
