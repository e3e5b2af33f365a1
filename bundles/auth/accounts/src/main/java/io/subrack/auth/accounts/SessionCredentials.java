/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.CredentialSource;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Knows who shows the cookie of a browser session. */
@Component(service = CredentialSource.class)
public final class SessionCredentials implements CredentialSource {
    private final Sessions sessions;

    @Activate
    public SessionCredentials(@Reference AccountState state) {
        sessions = state.sessions;
    }

    @Override
    public String prefix() {
        return Opaque.SESSION;
    }

    @Override
    public Optional<Caller> resolve(String credential) {
        return sessions.caller(credential);
    }
}
