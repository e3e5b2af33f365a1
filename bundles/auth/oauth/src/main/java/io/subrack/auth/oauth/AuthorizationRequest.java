/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An authorization request that was found to be in order.
 *
 * @param redirectUriSent whether the client sent it, or it is the only one that is registered
 * @param challenge PKCE S256; null for none
 * @param prompts some of {@link #NONE}, {@link #LOGIN} and {@link #CONSENT}
 * @param maxAge how long ago the user may have proved who they are; null for any time
 * @param hintedUser whom the client expects; null for anybody
 * @param started when it came
 */
record AuthorizationRequest(
        String clientId,
        String redirectUri,
        boolean redirectUriSent,
        boolean formPost,
        @Nullable String state,
        @Nullable String nonce,
        SortedSet<String> scopes,
        @Nullable String challenge,
        Set<String> prompts,
        @Nullable Duration maxAge,
        String loginHint,
        @Nullable String hintedUser,
        Instant started) {
    static final String NONE = "none";
    static final String LOGIN = "login";
    static final String CONSENT = "consent";

    AuthorizationRequest {
        scopes = Collections.unmodifiableSortedSet(new TreeSet<>((Set<String>) scopes));
        prompts = Set.copyOf(prompts);
    }

    boolean isSilent() {
        return prompts.contains(NONE);
    }

    Target target() {
        return new Target(redirectUri, formPost, state);
    }

    /** Leaves out what only the client is to know. */
    @Override
    public String toString() {
        return "authorization request of " + clientId;
    }

    /** Where the answer goes. */
    record Target(
            String redirectUri, boolean formPost, @Nullable String state) {
        /** Leaves out the state. */
        @Override
        public String toString() {
            return "target " + redirectUri;
        }
    }
}
