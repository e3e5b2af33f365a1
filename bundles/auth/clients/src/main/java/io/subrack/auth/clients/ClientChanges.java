/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.audit.api.AuditEvent;
import io.subrack.auth.spi.ClientStore.Client;
import java.util.Collection;
import java.util.Objects;
import java.util.TreeSet;

/** What is different between a client and what it was. */
final class ClientChanges {
    private ClientChanges() {}

    /** Says whether a client has lost something that tokens which it got still allow. */
    static boolean areLess(Client old, Client now) {
        return !now.scopes().containsAll(old.scopes())
                || !now.grantTypes().containsAll(old.grantTypes())
                || !now.authentication().equals(old.authentication())
                || !Objects.equals(now.jwks(), old.jwks());
    }

    /** Adds what changed to an event; of keys and secrets only that they did. */
    static AuditEvent tell(AuditEvent event, Client old, Client now) {
        AuditEvent told = event;
        told = sets(told, "scopes", old.scopes(), now.scopes());
        told = sets(told, "grantTypes", old.grantTypes(), now.grantTypes());
        told = sets(told, "redirectUris", old.redirectUris(), now.redirectUris());
        told = sets(told, "postLogoutRedirectUris", old.postLogoutRedirectUris(), now.postLogoutRedirectUris());
        told = sets(told, "origins", old.origins(), now.origins());
        told = value(told, "name", old.name(), now.name());
        told = value(told, "enabled", old.enabled(), now.enabled());
        told = value(told, "method", old.authentication(), now.authentication());
        told = value(told, "pkceRequired", old.pkceRequired(), now.pkceRequired());
        told = value(told, "consentRequired", old.consentRequired(), now.consentRequired());
        told = value(told, "algorithm", old.idTokenAlgorithm(), now.idTokenAlgorithm());
        return Objects.equals(old.jwks(), now.jwks()) ? told : told.with("jwks", "changed");
    }

    private static AuditEvent sets(AuditEvent event, String name, Collection<String> old, Collection<String> now) {
        AuditEvent told = event;
        String added = difference(now, old);
        String removed = difference(old, now);
        if (!added.isEmpty()) {
            told = told.with(name + ".added", added);
        }
        return removed.isEmpty() ? told : told.with(name + ".removed", removed);
    }

    private static String difference(Collection<String> all, Collection<String> without) {
        var left = new TreeSet<>(all);
        left.removeAll(without);
        return String.join(" ", left);
    }

    private static AuditEvent value(AuditEvent event, String name, Object old, Object now) {
        return old.equals(now) ? event : event.with(name, old + " -> " + now);
    }
}
