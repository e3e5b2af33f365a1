/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.testing;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.Guard;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A guard without accounts and keys: it knows the tokens that it has handed out itself. Thread-safe. */
public final class TestGuard implements Guard {
    /** All scopes of the platform. */
    public static final Set<String> PLATFORM_SCOPES = Set.of(
            "platform.read",
            "platform.deploy",
            "platform.config",
            "platform.users",
            "platform.clients",
            "platform.keys",
            "platform.audit",
            "platform.data");

    private static final String REALM = "Bearer realm=\"subrack\"";

    private final Map<String, Caller> callers = new ConcurrentHashMap<>();
    private final AtomicInteger checks = new AtomicInteger();
    private volatile boolean claimed = true;

    /** Returns a new token of the user {@code tester} with these scopes. */
    public String token(String... scopes) {
        return token(user("tester", Set.of(scopes), Set.of()));
    }

    /** Returns a new token of a caller. */
    public String token(Caller caller) {
        String token = "test-" + callers.size() + "-" + System.nanoTime();
        callers.put(token, caller);
        return token;
    }

    /** Makes a user whose id is the name with {@code u-} before it. */
    public static Caller user(String name, Set<String> scopes, Set<String> roles) {
        return new Caller(
                Caller.Kind.USER, "u-" + name, name, "test", scopes, roles, "t-" + name, null, null, List.of(), null);
    }

    /** Ends a token. */
    public void revoke(String token) {
        callers.remove(token);
    }

    /** Says whether the installation is claimed from now on; it is at first. */
    public void claimed(boolean now) {
        claimed = now;
    }

    /** Returns how many credentials were looked at. */
    public int checks() {
        return checks.get();
    }

    @Override
    public boolean claimed() {
        return claimed;
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        checks.incrementAndGet();
        if (credentials.tokenInQuery()) {
            return new Authentication.Refused(
                    400, REALM + ", error=\"invalid_request\"", "A token does not belong into a URL.");
        }
        if (credentials.authorization().isEmpty()) {
            return new Authentication.Accepted(Caller.ANONYMOUS);
        }
        Caller caller = callers.get(credentials.authorization().get(0).replaceFirst("(?i)^Bearer +", ""));
        return caller == null || credentials.authorization().size() > 1
                ? new Authentication.Refused(401, REALM + ", error=\"invalid_token\"", "This token is not known.")
                : new Authentication.Accepted(caller);
    }

    @Override
    public Decision authorize(Caller caller, AccessRequirement requirement) {
        return switch (requirement.kind()) {
            case PUBLIC -> Decision.PERMITTED;
            case UNDECLARED -> denied(403, null, "This operation does not declare who may call it.");
            case DENIED -> denied(403, null, "Nobody may call this operation.");
            case RESTRICTED -> restricted(caller, requirement);
        };
    }

    private static Decision restricted(Caller caller, AccessRequirement requirement) {
        if (caller.isAnonymous()) {
            return denied(401, REALM, "This needs a token.");
        }
        boolean role = requirement.roles().isEmpty() || !Collections.disjoint(caller.roles(), requirement.roles());
        if (role && caller.scopes().containsAll(requirement.scopes())) {
            return Decision.PERMITTED;
        }
        String scope = requirement.scopeText();
        return denied(
                403, REALM + ", error=\"insufficient_scope\", scope=\"" + scope + "\"", "This needs: " + scope + ".");
    }

    private static Decision denied(int status, @Nullable String challenge, String detail) {
        return new Decision.Denied(status, challenge, detail);
    }
}
