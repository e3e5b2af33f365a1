/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.Accounts.Origin;
import io.subrack.auth.spi.Accounts.Reason;
import io.subrack.auth.spi.Accounts.RejectedException;
import io.subrack.auth.spi.Accounts.TotpSetup;
import io.subrack.auth.spi.UserStore.SecondFactor;
import io.subrack.auth.spi.UserStore.User;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One-time codes and what stands in for them. */
final class SecondFactors {
    private static final String ISSUER = "Subrack";

    private final AccountState state;

    SecondFactors(AccountState state) {
        this.state = state;
    }

    Optional<SecondFactor> confirmed(String userId) {
        return state.users.secondFactor(userId).filter(SecondFactor::confirmed);
    }

    TotpSetup begin(User user) {
        return state.people.exclusively(user.id(), () -> {
            if (confirmed(user.id()).isPresent()) {
                throw new RejectedException(
                        Reason.CONFLICT, "there is a second factor already; remove it before you set up another");
            }
            byte[] secret = Opaque.bytes(Totp.SECRET_BYTES);
            var sealed = state.box.seal(secret, context(user.id()));
            state.users.save(new SecondFactor(user.id(), sealed, false, Set.of(), state.clock.instant()));
            var text = Base32.encode(secret);
            return new TotpSetup(text, Totp.uri(ISSUER, user.name(), text));
        });
    }

    List<String> confirm(String userId, String code, Origin from) {
        return state.people.exclusively(userId, () -> {
            var pending = state.users
                    .secondFactor(userId)
                    .filter(factor -> !factor.confirmed())
                    .orElseThrow(
                            () -> new RejectedException(Reason.CONFLICT, "nothing is to be confirmed; begin again"));
            if (!acceptsCode(pending, code)) {
                throw new RejectedException(
                        Reason.WRONG_CREDENTIAL, "the code is wrong; is the clock of the phone right?");
            }
            var codes = RecoveryCodes.fresh();
            state.users.save(new SecondFactor(
                    userId, pending.sealedSecret(), true, RecoveryCodes.hashes(userId, codes), pending.created()));
            state.audit.own(AuditTypes.SECOND_FACTOR_ENABLED, userId, from);
            return codes;
        });
    }

    /** Takes a code: each is good once. */
    boolean accepts(String userId, String typed, Origin from) {
        var code = typed.strip();
        if (code.length() > 64) {
            return false;
        }
        var factor = confirmed(userId);
        if (factor.isEmpty()) {
            return false;
        }
        if (acceptsCode(factor.get(), code.replace(" ", ""))) {
            return true;
        }
        if (state.users.takeRecoveryCode(userId, RecoveryCodes.hash(userId, code))) {
            state.audit.own(AuditTypes.RECOVERY_CODE_USED, userId, from);
            return true;
        }
        return false;
    }

    private boolean acceptsCode(SecondFactor factor, String code) {
        byte[] secret = state.box.open(factor.sealedSecret(), context(factor.userId()));
        var step = Totp.step(secret, code, state.clock.instant());
        return step.isPresent() && state.users.takeStep(factor.userId(), step.getAsLong());
    }

    private static String context(String userId) {
        return "totp:" + userId;
    }
}
