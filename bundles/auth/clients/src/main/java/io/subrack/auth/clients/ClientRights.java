/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccountProblem;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who may handle which client. Otherwise who manages clients could make one that has what they do not have, or turn one
 * that others trust to themselves.
 */
final class ClientRights {
    /** What the role {@code admin} has. */
    static final Set<String> PLATFORM = Set.of(
            "platform.read",
            "platform.deploy",
            "platform.config",
            "platform.users",
            "platform.clients",
            "platform.keys",
            "platform.audit",
            "platform.data");

    /** What says no more than who a user is. */
    private static final Set<String> HARMLESS = Set.of("openid", "profile", "email", "offline_access");

    private static final String ADMIN = "admin";

    private final Caller caller;

    ClientRights(Caller caller) {
        this.caller = caller;
    }

    /** Refuses a client that would have, without a user being asked, what its maker does not have. */
    void mayMake(Client client) {
        refuseBuiltIn(client.id());
        refuse(actsUnasked(client) ? beyond(client) : new TreeSet<>());
    }

    /** Refuses a change of what others rely on. Whoever reads a client's name or enables it relies on nothing. */
    void mayChange(Client old, Client wanted) {
        if (!isAsBefore(old, wanted)) {
            refuseBuiltIn(old.id());
            refuse(beyond(old));
        } else if (actsUnasked(old)) {
            refuse(beyond(old));
        }
        refuse(actsUnasked(wanted) ? beyond(wanted) : new TreeSet<>());
    }

    /** Refuses other secrets for a client that reaches further than who changes them. */
    void mayChangeSecrets(Client client) {
        refuseBuiltIn(client.id());
        refuse(beyond(client));
    }

    /** The built-in one would come again, or somebody else might take its id. */
    void mayDelete(Client client) {
        refuseBuiltIn(client.id());
    }

    private SortedSet<String> beyond(Client client) {
        SortedSet<String> beyond = new TreeSet<>();
        if (!isUnlimited()) {
            beyond.addAll(client.scopes());
            beyond.removeAll(HARMLESS);
            beyond.removeAll(caller.scopes());
        }
        return beyond;
    }

    /** What counts is the credential in hand: an admin's narrow token is narrow. */
    private boolean isUnlimited() {
        return caller.kind() == Caller.Kind.USER
                && caller.hasRole(ADMIN)
                && caller.scopes().containsAll(PLATFORM);
    }

    private static boolean actsUnasked(Client client) {
        return !client.consentRequired()
                || client.grantTypes().contains(ClientDraft.CLIENT_CREDENTIALS)
                || client.grantTypes().contains(ClientDraft.TOKEN_EXCHANGE);
    }

    /** Compares all but whether it is enabled, and what is only shown. */
    private static boolean isAsBefore(Client old, Client wanted) {
        return (old.name().equals(wanted.name()) || !old.id().equals(CommandLineClient.ID))
                && old.equals(new Client(
                        wanted.id(),
                        old.name(),
                        old.enabled(),
                        wanted.authentication(),
                        wanted.redirectUris(),
                        wanted.postLogoutRedirectUris(),
                        wanted.origins(),
                        wanted.grantTypes(),
                        wanted.scopes(),
                        wanted.secrets(),
                        wanted.jwks(),
                        wanted.pkceRequired(),
                        wanted.consentRequired(),
                        wanted.idTokenAlgorithm(),
                        wanted.created(),
                        wanted.notBefore(),
                        wanted.version()));
    }

    private static void refuseBuiltIn(String id) {
        if (id.equals(CommandLineClient.ID)) {
            throw new ProblemException(
                    WebProblem.FORBIDDEN, id + " is built in: it can be enabled and disabled, and nothing else");
        }
    }

    private static void refuse(SortedSet<String> beyond) {
        if (!beyond.isEmpty()) {
            throw new ProblemException(
                    AccountProblem.BEYOND_OWN_RIGHTS,
                    "this client reaches beyond your own rights by " + String.join(", ", beyond)
                            + "; ask an admin to do it, or use a token with all platform scopes");
        }
    }
}
