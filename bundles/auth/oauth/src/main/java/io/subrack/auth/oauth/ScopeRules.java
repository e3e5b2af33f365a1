/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.ClientStore.Client;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What may be asked for, and what of it is given. */
final class ScopeRules {
    static final String OPENID = "openid";
    static final String PROFILE = "profile";
    static final String EMAIL = "email";
    static final String OFFLINE_ACCESS = "offline_access";

    /** Lets a client manage the user's own account, which every user may. Given only to who asks for it. */
    static final String ACCOUNT = "account";

    /** Scopes that have to do with the user's person rather than with what they may do on the platform. */
    static final Set<String> OF_THE_PERSON = Set.of(OPENID, PROFILE, EMAIL, OFFLINE_ACCESS, ACCOUNT);

    private static final int MAX_SCOPES = 64;

    private ScopeRules() {}

    /**
     * Returns what a client asks for on behalf of a user. If it does not say: all it may, but neither
     * {@code offline_access} nor {@code account}.
     *
     * @throws OAuthException {@code invalid_scope} if it asks for more than it may
     */
    static SortedSet<String> asked(Client client, @Nullable String parameter) {
        if (parameter == null) {
            SortedSet<String> all = new TreeSet<>(client.scopes());
            all.remove(OFFLINE_ACCESS);
            all.remove(ACCOUNT);
            return all;
        }
        return within(parse(parameter), client.scopes(), "the client may not ask for a scope that it asks for");
    }

    /** Returns what a client asks for on its own account. */
    static SortedSet<String> askedForItself(Client client, @Nullable String parameter) {
        SortedSet<String> own = without(client.scopes(), OF_THE_PERSON);
        return parameter == null
                ? own
                : within(parse(parameter), own, "the client may not ask for a scope that it asks for");
    }

    /** Returns what is left of a grant: all if nothing is said. */
    static SortedSet<String> narrowed(Set<String> granted, @Nullable String parameter) {
        return parameter == null
                ? new TreeSet<>(granted)
                : within(parse(parameter), granted, "a scope was not granted before");
    }

    /** Returns what a user can give of this: what they may do themselves, and what they may say of their person. */
    static SortedSet<String> given(Set<String> scopes, Set<String> ofTheUser) {
        SortedSet<String> given = new TreeSet<>(scopes);
        given.removeIf(scope -> !OF_THE_PERSON.contains(scope) && !ofTheUser.contains(scope));
        return given;
    }

    /**
     * Says whether a client gets a refresh token: if it may refresh at all, and, where it uses OpenID Connect, if it asked
     * for {@code offline_access} (OpenID Connect Core, section 11).
     */
    static boolean refreshable(Client client, Set<String> scopes) {
        return client.grantTypes().contains(GrantTypes.REFRESH_TOKEN)
                && (!scopes.contains(OPENID) || scopes.contains(OFFLINE_ACCESS));
    }

    static SortedSet<String> without(Collection<String> scopes, Collection<String> removed) {
        SortedSet<String> left = new TreeSet<>(scopes);
        left.removeAll(removed);
        return left;
    }

    static String text(Collection<String> scopes) {
        return String.join(" ", new TreeSet<>(scopes));
    }

    private static SortedSet<String> parse(String parameter) {
        SortedSet<String> scopes = new TreeSet<>(Arrays.asList(parameter.strip().split(" +")));
        if (scopes.size() > MAX_SCOPES) {
            throw OAuthException.invalidScope("there are too many scopes");
        }
        return scopes;
    }

    private static SortedSet<String> within(SortedSet<String> asked, Collection<String> allowed, String otherwise) {
        if (asked.equals(Collections.singleton("")) || !allowed.containsAll(asked)) {
            throw OAuthException.invalidScope(otherwise);
        }
        return asked;
    }
}
