/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Guard;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.spi.GuardAttributes;
import java.security.Principal;
import java.util.Set;
import javax.security.auth.Subject;
import org.eclipse.jetty.security.AuthenticationState;
import org.eclipse.jetty.security.UserIdentity;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** Who sends a request, as the servlet API asks for it: principal, roles and scheme. */
record Visitor(Guard guard, Caller caller) implements AuthenticationState.Succeeded, UserIdentity {
    /** Where Jetty keeps who a request is from: the name of its class. */
    static final String AUTHENTICATION = "org.eclipse.jetty.server.Request$AuthenticationState";

    /** Request attributes that no handler changes. */
    static final Set<String> FIXED =
            Set.of(RequestAttributes.CALLER, RequestAttributes.CLIENT_ADDRESS, GuardAttributes.GUARD, AUTHENTICATION);

    private static final String SCHEME = "Bearer";

    /** Returns one of the attributes that tell of the visitor. */
    @Nullable
    Object attribute(String name) {
        return switch (name) {
            case RequestAttributes.CALLER -> caller;
            case GuardAttributes.GUARD -> guard;
            default -> caller.isAnonymous() ? null : this;
        };
    }

    @Override
    public String getAuthenticationType() {
        return SCHEME;
    }

    @Override
    public UserIdentity getUserIdentity() {
        return this;
    }

    @Override
    public Subject getSubject() {
        return new Subject();
    }

    @Override
    public Principal getUserPrincipal() {
        return caller;
    }

    @Override
    public boolean isUserInRole(String role) {
        return caller.hasRole(role);
    }

    /** A token does not end with a request. */
    @Override
    public void logout(Request request, Response response) {
        throw new UnsupportedOperationException("a request cannot log its caller out; send people to /logout");
    }
}
