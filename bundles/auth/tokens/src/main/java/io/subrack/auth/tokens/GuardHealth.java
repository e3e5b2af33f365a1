/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Says whether anybody can be let in. */
@Component(
        service = HealthCheck.class,
        property = {
            HealthCheck.NAME + "=Guard",
            HealthCheck.TAGS + "=ready",
            // It costs nothing, and at a start the answer of a moment ago is wrong.
            HealthCheck.RESULT_CACHE_TTL_IN_MS + ":Long=0"
        })
public final class GuardHealth implements HealthCheck {
    private final CredentialGuard guard;

    @Activate
    public GuardHealth(@Reference CredentialGuard guard) {
        this.guard = guard;
    }

    @Override
    public Result execute() {
        String fault = guard.fault();
        return fault.isEmpty()
                ? new Result(Result.Status.OK, "Keys, revocations and accounts are read.")
                : new Result(Result.Status.TEMPORARILY_UNAVAILABLE, fault);
    }
}
