/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.Accounts.RejectedException;
import io.subrack.auth.spi.SessionStore.ApiToken;
import io.subrack.auth.spi.UserStore.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Claims a new installation with what the operator of the machine has laid down in files. */
final class UnattendedSetup {
    static final Origin ORIGIN = new Origin("", "unattended setup", "");
    static final Duration TOKEN_LIFETIME = Duration.ofDays(30);

    private static final Logger log = LoggerFactory.getLogger(UnattendedSetup.class);
    private static final String TOKEN_NAME = "setup";
    static final String PENDING = "setup-api-token.pending";
    private static final Pattern FORM = Pattern.compile("(" + Opaque.API_TOKEN + "[A-Za-z0-9_-]{43}) (\\d{1,15})");
    private static final Duration LONGEST_CLAIM = Duration.ofMinutes(10);

    private final AccountState state;
    private final SetupOptions options;
    private final Path pending;

    UnattendedSetup(AccountState state, SetupOptions options) {
        this.state = state;
        this.pending = state.data.resolve(PENDING);
        this.options = options;
    }

    /** Leaves the installation unclaimed, and says why, if something about the files does not do. */
    void run() {
        try {
            var password = password(options.passwordFile());
            if (options.tokenFile() == null) {
                Files.deleteIfExists(pending);
            } else {
                var now = state.clock.instant().toEpochMilli();
                SecretFile.write(pending, Opaque.fresh(Opaque.API_TOKEN) + " " + now);
            }
            claim(password);
            finish();
        } catch (RejectedException | IOException e) {
            log.error("the installation is not claimed as {} asks: {}", SetupOptions.USER, e.getMessage());
        }
    }

    private void claim(String password) throws IOException {
        try {
            state.claiming.claimUnattended(options.user(), password, ORIGIN);
        } catch (RejectedException e) {
            Files.deleteIfExists(pending); // it is for this claim and no other
            throw e;
        }
    }

    /** Hands out the token of a claim; also of one after which the process was killed. The file is there once it works. */
    void finish() throws IOException {
        var file = options.tokenFile();
        var text = SecretFile.read(pending);
        if (text.isEmpty()) {
            return;
        }
        var admin = state.byTypedName(Names.typed(options.user()));
        var parts = FORM.matcher(text.get());
        if (file != null && admin.isPresent() && parts.matches() && isOfClaimBy(admin.get(), parts.group(2))) {
            var token = parts.group(1);
            if (state.apiTokens.caller(token).isEmpty()) {
                store(token, admin.get());
            }
            SecretFile.write(file, token);
            log.info(
                    "{} holds an API token of {} for {} days", file, admin.get().name(), TOKEN_LIFETIME.toDays());
        }
        Files.deleteIfExists(pending);
    }

    /** Says whether the file was written for the claim that made this user: moments before, and by us alone. */
    private boolean isOfClaimBy(User admin, String writtenMillis) throws IOException {
        var age = Duration.between(Instant.ofEpochMilli(Long.parseLong(writtenMillis)), admin.created());
        return !age.isNegative() && age.compareTo(LONGEST_CLAIM) < 0 && SecretFile.isPrivate(pending);
    }

    private static String password(@Nullable Path file) throws IOException {
        if (file == null) {
            throw new IOException(SetupOptions.PASSWORD_FILE + " is missing; name a file with the password");
        }
        return SecretFile.read(file).orElseThrow(() -> new IOException("the password file " + file + " is not there"));
    }

    /** It is for everything, as asked: also for making narrower ones, which end with it. */
    private void store(String token, User admin) {
        var now = state.clock.instant();
        var scopes = new TreeSet<>(BuiltIn.PLATFORM_SCOPES);
        scopes.add(Accounts.SCOPE);
        state.apiTokens.add(
                new ApiToken(
                        Opaque.id(),
                        Opaque.hash(token),
                        admin.id(),
                        TOKEN_NAME,
                        scopes,
                        now,
                        now.plus(TOKEN_LIFETIME),
                        null),
                admin);
        state.audit.platform(AuditTypes.API_TOKEN_CREATED, admin.id(), ORIGIN, "name", TOKEN_NAME);
    }
}
