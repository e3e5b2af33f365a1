/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.kernel.api.PlatformProperties;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;

/**
 * How to claim an installation without a person.
 *
 * @param user name of the first admin; empty to wait for a person
 * @param passwordFile holds the admin's password in one line
 * @param tokenFile where an API token of the admin is written; null for none
 */
record SetupOptions(
        String user, @Nullable Path passwordFile, @Nullable Path tokenFile) {
    static final String USER = "subrack.setup.user";
    static final String PASSWORD_FILE = "subrack.setup.password.file";
    static final String TOKEN_FILE = "subrack.setup.token.file";

    static final SetupOptions NONE = new SetupOptions("", null, null);

    static SetupOptions of(BundleContext context) {
        var home = Optional.ofNullable(context.getProperty(PlatformProperties.HOME))
                .map(Path::of)
                .orElse(Path.of(""));
        var user = context.getProperty(USER);
        return new SetupOptions(
                user == null ? "" : user.strip(),
                path(home, context.getProperty(PASSWORD_FILE)),
                path(home, context.getProperty(TOKEN_FILE)));
    }

    private static @Nullable Path path(Path home, @Nullable String text) {
        return text == null || text.isBlank() ? null : home.resolve(text.strip());
    }

    boolean isUnattended() {
        return !user.isEmpty();
    }
}
