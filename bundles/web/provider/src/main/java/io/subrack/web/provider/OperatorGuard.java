/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.Guard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/** The guard of a platform without central auth: one token in a file opens everything that is declared. */
final class OperatorGuard implements Guard {
    private static final String AUTH = "io.subrack.auth.tokens";
    private static final String REALM = "Bearer realm=\"subrack\"";

    private static final Caller OPERATOR = new Caller(
            Caller.Kind.CLIENT,
            "operator",
            "operator",
            "",
            Set.of(
                    "platform.read",
                    "platform.deploy",
                    "platform.config",
                    "platform.users",
                    "platform.clients",
                    "platform.keys",
                    "platform.audit",
                    "platform.data"),
            Set.of("admin"),
            "operator",
            null,
            null,
            List.of(),
            null);

    private final OperatorToken token;

    OperatorGuard(OperatorToken token) {
        this.token = token;
    }

    /** Returns a guard with the token of a data directory; null if the platform has central auth. */
    static @Nullable Guard unlessThereIsAuth(BundleContext context, Path data) throws IOException {
        boolean there = Stream.of(context.getBundles()).anyMatch(bundle -> AUTH.equals(bundle.getSymbolicName()));
        return there ? null : new OperatorGuard(OperatorToken.open(data.resolve("operator-token")));
    }

    @Override
    public boolean claimed() {
        return true;
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        String header = credentials.authorization().isEmpty()
                ? null
                : credentials.authorization().get(0);
        return switch (token.check(header)) {
            case VALID -> new Authentication.Accepted(OPERATOR);
            case MISSING -> new Authentication.Accepted(Caller.ANONYMOUS);
            case INVALID ->
                new Authentication.Refused(401, REALM + ", error=\"invalid_token\"", "This is not the operator token.");
        };
    }

    @Override
    public Decision authorize(Caller caller, AccessRequirement requirement) {
        return switch (requirement.kind()) {
            case PUBLIC -> Decision.PERMITTED;
            case UNDECLARED -> new Decision.Denied(403, null, "This operation does not declare who may call it.");
            case DENIED -> new Decision.Denied(403, null, "Nobody may call this operation.");
            case RESTRICTED ->
                caller.isAnonymous()
                        ? new Decision.Denied(401, REALM, "Send a token: 'Authorization: Bearer <token>'.")
                        : Decision.PERMITTED;
        };
    }
}
