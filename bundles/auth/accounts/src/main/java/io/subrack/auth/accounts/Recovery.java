/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.AccountAdmin.UserChange;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.UserStore.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets back in who has lost the way: {@code bin/subrack recover-admin} leaves a file with the name of a user, which only
 * who owns the data directory can. At the next start this user is an enabled admin without a second factor, whose sessions,
 * grants and API tokens have ended, and whose
 * password is to be set by a one-time token; the token stands in another file.
 */
final class Recovery {
    static final String REQUEST = "recover-admin";
    static final String TOKEN = "recovery-token";
    static final Duration LIFETIME = Duration.ofHours(1);

    private static final Logger log = LoggerFactory.getLogger(Recovery.class);
    private static final Origin ORIGIN = new Origin("", "bin/subrack recover-admin", "");

    private final AccountState state;
    private final Path request;
    private final Path tokenFile;
    private final Terminal terminal;

    Recovery(AccountState state, Path data, Terminal terminal) {
        this.state = state;
        this.request = data.resolve(REQUEST);
        this.tokenFile = data.resolve(TOKEN);
        this.terminal = terminal;
    }

    void run() throws IOException {
        var name = SecretFile.read(request).map(Names::typed);
        if (name.isEmpty()) {
            Files.deleteIfExists(tokenFile);
            return;
        }
        var user = state.byTypedName(name.get());
        if (user.isEmpty()) {
            log.error("there is no user {} to recover; the users are as they were", name.get());
        } else {
            recover(user.get());
        }
        Files.deleteIfExists(request);
    }

    private void recover(User user) throws IOException {
        var token = Opaque.fresh(Opaque.SETUP);
        var mark = new ResetMark(Opaque.hash(token), state.clock.instant().plus(LIFETIME));
        SecretFile.write(tokenFile, token);
        state.people.exclusively(user.id(), () -> {
            var now = state.clock.instant();
            state.people.change(
                    user.id(), stored -> Edits.notBefore(Edits.password(admin(stored), mark.text(), now), now));
            state.users.removeSecondFactor(user.id());
            state.endAll(user.id(), null);
        });
        state.audit.platform(AuditTypes.ACCOUNT_RECOVERED, user.id(), ORIGIN, "name", user.name());
        log.warn(
                "{} is an admin again, and all sessions and API tokens so far have ended: open the page /account/reset within {} minutes, and set a password with the"
                        + " token from {}",
                user.name(),
                LIFETIME.toMinutes(),
                tokenFile);
        if (terminal.isThere()) {
            terminal.print("The token by which " + user.name() + " sets a password at /account/reset: " + token);
        }
    }

    private static User admin(User user) {
        var roles = new TreeSet<>(user.roles());
        roles.add(BuiltIn.ADMIN);
        return Edits.change(user, new UserChange(null, null, null, true, roles, null));
    }
}
