/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.spi.UserStore.Role;
import java.util.List;
import java.util.Set;

/** The roles that are always there, whatever the store says. */
final class BuiltIn {
    static final String ADMIN = "admin";

    static final Set<String> PLATFORM_SCOPES = Set.of(
            "platform.read",
            "platform.deploy",
            "platform.config",
            "platform.users",
            "platform.clients",
            "platform.keys",
            "platform.audit",
            "platform.data");

    static final List<Role> ROLES = List.of(
            new Role(ADMIN, "May do everything on the platform", PLATFORM_SCOPES, true),
            new Role("deployer", "May look, and deploy bundles", Set.of("platform.read", "platform.deploy"), true),
            new Role("viewer", "May look", Set.of("platform.read"), true));

    private BuiltIn() {}

    static boolean is(String role) {
        return ROLES.stream().anyMatch(builtIn -> builtIn.name().equals(role));
    }
}
