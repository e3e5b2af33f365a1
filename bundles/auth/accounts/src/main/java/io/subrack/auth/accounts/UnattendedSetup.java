/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.Accounts.RejectedException;
import io.subrack.auth.spi.SessionStore.ApiToken;
import io.subrack.auth.spi.UserStore.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims a new installation with what the operator of the machine has laid down in files. */
final class UnattendedSetup {
    static final Origin ORIGIN = new Origin("", "unattended setup", "");
    static final Duration TOKEN_LIFETIME = Duration.ofDays(30);

    private static final Logger log = LoggerFactory.getLogger(UnattendedSetup.class);
    private static final String TOKEN_NAME = "setup";

    private final AccountState state;
    private final SetupOptions options;

    UnattendedSetup(AccountState state, SetupOptions options) {
        this.state = state;
        this.options = options;
    }

    /** Leaves the installation unclaimed, and says why, if something about the files does not do. */
    void run() {
        try {
            var password = password(options.passwordFile());
            var file = options.tokenFile();
            if (file != null) {
                SecretFile.write(pending(file), Opaque.fresh(Opaque.API_TOKEN));
            }
            state.claiming.claimUnattended(options.user(), password, ORIGIN);
            finish();
        } catch (RejectedException | IOException e) {
            log.error("the installation is not claimed as {} asks: {}", SetupOptions.USER, e.getMessage());
        }
    }

    /** Hands out the token of a claim; also of one after which the process was killed. The file is there once it works. */
    void finish() throws IOException {
        var file = options.tokenFile();
        if (file == null) {
            return;
        }
        var token = SecretFile.read(pending(file));
        var admin = state.users.userByName(Names.typed(options.user()));
        if (token.isEmpty() || admin.isEmpty()) {
            return;
        }
        if (state.apiTokens.caller(token.get()).isEmpty()) {
            store(token.get(), admin.get());
        }
        Files.move(pending(file), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        log.info("{} holds an API token of {} for {} days", file, admin.get().name(), TOKEN_LIFETIME.toDays());
    }

    private static Path pending(Path file) {
        return file.resolveSibling(file.getFileName() + ".pending");
    }

    private static String password(@Nullable Path file) throws IOException {
        if (file == null) {
            throw new IOException(SetupOptions.PASSWORD_FILE + " is missing; name a file with the password");
        }
        return SecretFile.read(file).orElseThrow(() -> new IOException("the password file " + file + " is not there"));
    }

    private void store(String token, User admin) {
        var now = state.clock.instant();
        state.apiTokens.add(
                new ApiToken(
                        Opaque.id(),
                        Opaque.hash(token),
                        admin.id(),
                        TOKEN_NAME,
                        BuiltIn.PLATFORM_SCOPES,
                        now,
                        now.plus(TOKEN_LIFETIME),
                        null),
                admin);
        state.audit.platform(AuditTypes.API_TOKEN_CREATED, admin.id(), ORIGIN, "name", TOKEN_NAME);
    }
}
