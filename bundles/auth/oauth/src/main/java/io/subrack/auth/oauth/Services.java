/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.ClientStore;
import io.subrack.auth.spi.GrantStore;
import io.subrack.auth.spi.Issuer;
import io.subrack.auth.spi.Revocations;
import io.subrack.auth.spi.Tokens;
import java.time.Clock;
import java.time.Instant;

/**
 * What the endpoints work with.
 *
 * @param started when this process began
 */
record Services(
        ClientStore clients,
        GrantStore grants,
        Accounts accounts,
        Tokens tokens,
        Revocations revocations,
        Issuer issuer,
        Audit audit,
        Settings settings,
        FreshConsents consents,
        Clock clock,
        Instant started) {}
