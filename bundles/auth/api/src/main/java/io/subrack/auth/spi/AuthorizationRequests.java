/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.spi;

import io.subrack.auth.spi.SessionStore.Session;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What the pages need to know of a running authorization. The endpoint sends a browser to {@code /login?request=…} or
 * {@code /consent?request=…}; these pages send it back to {@link #CONTINUE}{@code ?request=…}. The value is the encrypted
 * request: nothing is kept meanwhile, and nobody can change it. Thread-safe.
 */
@ProviderType
public interface AuthorizationRequests {
    /** Where pages send a browser when they are done. */
    String CONTINUE = "/oauth2/authorize/continue";

    /** Returns what is asked for, or empty if the value is not ours or too old. */
    Optional<Pending> pending(String request);

    /** Notes that the user of a session allows what is asked for. False if the value is too old. */
    boolean allow(String request, Session session, Set<String> scopes);

    /** Returns where to send the browser of a user who does not allow it: an error answer for the client. */
    Optional<Answer> deny(String request);

    /** Returns what a device asks for, or empty if there is no such code. */
    Optional<Pending> device(String userCode);

    /** Answers a device. False if the code was answered before or is over. */
    boolean answerDevice(String userCode, Session session, boolean allowed);

    /**
     * What a client asks for.
     *
     * @param loginHint what to fill into the name field; empty for nothing
     * @param scopes with a description each
     */
    record Pending(String clientId, String clientName, String loginHint, List<Scope> scopes) {
        public Pending {
            scopes = List.copyOf(scopes);
        }
    }

    /** @param description a sentence for the person who is asked */
    record Scope(String name, String description) {}

    /**
     * How to get back to the client.
     *
     * @param location where to redirect to, or the target of the form
     * @param form the fields of an auto-submitted form ({@code response_mode=form_post}), as name and value by turns;
     *     null for a redirect
     */
    record Answer(String location, @Nullable List<String> form) {
        /** Leaves out codes. */
        @Override
        public String toString() {
            return "answer to a client";
        }
    }
}
