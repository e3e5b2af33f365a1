/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.auth.spi.AccountAdmin.WithToken;
import io.subrack.auth.spi.KeyStore.ServiceAccount;
import io.subrack.auth.spi.SessionStore.ApiToken;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.UserStore.Group;
import io.subrack.auth.spi.UserStore.Role;
import io.subrack.auth.spi.UserStore.User;
import io.subrack.web.resources.spi.PagedList;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the API shows; never a secret but a new one, once. */
final class Views {
    private Views() {}

    /** A user in JSON. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UserView(
            String id,
            String name,
            String displayName,
            String email,
            boolean enabled,
            boolean hasPassword,
            SortedSet<String> roles,
            SortedSet<String> groups,
            String created,
            String passwordChanged,
            @Nullable String notBefore,
            long version) {
        static UserView of(User user) {
            return new UserView(
                    user.id(),
                    user.name(),
                    user.displayName(),
                    user.email(),
                    user.enabled(),
                    user.passwordHash().startsWith("$argon2"),
                    new TreeSet<>(user.roles()),
                    new TreeSet<>(user.groups()),
                    user.created().toString(),
                    user.passwordChanged().toString(),
                    text(user.notBefore()),
                    user.version());
        }
    }

    /** A user with the token by which its person sets a password. */
    record UserWithToken(UserView user, String resetToken, String resetExpires) {
        static UserWithToken of(WithToken made) {
            return new UserWithToken(
                    UserView.of(made.user()), made.token(), made.expires().toString());
        }

        /** Leaves out the token. */
        @Override
        public String toString() {
            return "reset of " + user.name();
        }
    }

    /** What has a name that is its own among its kind. */
    interface Named {
        String name();

        String description();
    }

    /** A role in JSON. */
    record RoleView(String name, String description, SortedSet<String> scopes, boolean builtIn) implements Named {
        static RoleView of(Role role) {
            return new RoleView(role.name(), role.description(), new TreeSet<>(role.scopes()), role.builtIn());
        }
    }

    /** A group in JSON. */
    record GroupView(String name, String description, SortedSet<String> roles) implements Named {
        static GroupView of(Group group) {
            return new GroupView(group.name(), group.description(), new TreeSet<>(group.roles()));
        }
    }

    /** A session in JSON. */
    record SessionView(
            String id,
            String userId,
            String created,
            String authenticated,
            List<String> methods,
            String lastUsed,
            String expires,
            String address,
            String userAgent,
            boolean current) {
        static SessionView of(Session session, String currentId) {
            return new SessionView(
                    session.id(),
                    session.userId(),
                    session.created().toString(),
                    session.authenticated().toString(),
                    session.methods(),
                    session.lastUsed().toString(),
                    session.expires().toString(),
                    session.address(),
                    session.userAgent(),
                    session.id().equals(currentId));
        }
    }

    /** The sessions of one person, the newest first. */
    static final PagedList<SessionView> SESSIONS = PagedList.by("id", SessionView::id)
            .foundBy("address", SessionView::address)
            .foundBy("userAgent", SessionView::userAgent)
            .sortedBy("created", SessionView::created)
            .sortedBy("lastUsed", SessionView::lastUsed)
            .naturally(Comparator.comparing(SessionView::created).reversed());

    /** An API token in JSON, without the token. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TokenView(
            String id,
            String name,
            SortedSet<String> scopes,
            String created,
            String expires,
            @Nullable String lastUsed) {
        static TokenView of(ApiToken token) {
            return new TokenView(
                    token.id(),
                    token.name(),
                    new TreeSet<>(token.scopes()),
                    token.created().toString(),
                    token.expires().toString(),
                    text(token.lastUsed()));
        }
    }

    /** A new API token, shown this once. */
    record NewTokenView(String id, String token, String expires) {
        /** Leaves out the token. */
        @Override
        public String toString() {
            return "API token " + id;
        }
    }

    /** Who calls. */
    record Profile(
            UserView user,
            Set<String> effectiveRoles,
            Set<String> scopes,
            Set<String> tokenScopes,
            boolean secondFactor) {}

    /** The account of a capability bundle in JSON. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ServiceAccountView(
            String bundle,
            SortedSet<String> scopes,
            String created,
            @Nullable String revoked) {
        static ServiceAccountView of(ServiceAccount account) {
            return new ServiceAccountView(
                    account.bundle(),
                    new TreeSet<>(account.scopes()),
                    account.created().toString(),
                    text(account.revoked()));
        }
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
