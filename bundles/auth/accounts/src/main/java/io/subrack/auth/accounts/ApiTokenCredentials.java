/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.CredentialSource;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Knows who shows an API token. */
@Component(service = CredentialSource.class)
public final class ApiTokenCredentials implements CredentialSource {
    private final ApiTokens tokens;

    @Activate
    public ApiTokenCredentials(@Reference AccountState state) {
        tokens = state.apiTokens;
    }

    @Override
    public String prefix() {
        return Opaque.API_TOKEN;
    }

    @Override
    public Optional<Caller> resolve(String credential) {
        return tokens.caller(credential);
    }
}
