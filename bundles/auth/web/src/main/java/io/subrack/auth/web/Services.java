/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.Applications;
import io.subrack.auth.spi.AuthorizationRequests;
import io.subrack.auth.spi.Issuer;
import io.subrack.auth.spi.Scopes;
import java.time.Clock;
import java.util.function.BooleanSupplier;

/**
 * What the pages work with.
 *
 * @param claimed whether somebody has claimed this installation
 */
record Services(
        Accounts accounts,
        AuthorizationRequests requests,
        Applications applications,
        Scopes scopes,
        Issuer issuer,
        BooleanSupplier claimed,
        Clock clock) {}
