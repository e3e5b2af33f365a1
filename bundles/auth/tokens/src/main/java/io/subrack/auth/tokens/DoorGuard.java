/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.Guard;
import io.subrack.kernel.api.PlatformProperties;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * The guard from the first request on: what is for everybody needs nothing that is stored. Who shows a credential waits
 * for the {@link CredentialGuard}, which needs the stores and comes with them, after the deployment set serves.
 */
@Component(service = Guard.class, immediate = true)
public final class DoorGuard implements Guard {
    /** Counted from the start, so that nobody waits later for what does not come. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long POLL_MILLIS = 5;
    private static final String NOT_THERE =
            "Nobody can be let in right now: the stores of central auth are not there; the log says why.";

    private final ClaimMark mark;
    private final long waitUntilNanos;

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    private volatile List<CredentialGuard> guards = List.of();

    private volatile boolean toldOfClaim;

    @Activate
    public DoorGuard(BundleContext context) {
        this(ClaimMark.below(Path.of(context.getProperty(PlatformProperties.DATA))), PATIENCE, List.of());
    }

    DoorGuard(ClaimMark mark, Duration patience, List<CredentialGuard> guards) {
        this.mark = mark;
        this.waitUntilNanos = System.nanoTime() + patience.toNanos();
        this.guards = guards;
    }

    /** Sets who knows credentials; the tests' door. */
    void guards(List<CredentialGuard> changed) {
        guards = changed;
    }

    @Override
    public boolean claimed() {
        List<CredentialGuard> now = guards;
        return now.isEmpty() ? toldOfClaim || mark.isThere() : now.get(0).claimed();
    }

    @Override
    public String fault() {
        List<CredentialGuard> now = guards;
        return now.isEmpty() ? NOT_THERE : now.get(0).fault();
    }

    @Override
    public void noteClaimed() {
        toldOfClaim = true;
        guards.forEach(CredentialGuard::noteClaimed);
    }

    @Override
    public Authentication authenticate(Credentials credentials) {
        List<CredentialGuard> now = guards;
        if (now.isEmpty()) {
            awaitGuard();
            now = guards;
        }
        return now.isEmpty() ? Challenge.closed(NOT_THERE) : now.get(0).authenticate(credentials);
    }

    @Override
    public Decision authorize(Caller caller, AccessRequirement requirement) {
        return CredentialGuard.decide(caller, requirement);
    }

    private void awaitGuard() {
        try {
            while (guards.isEmpty() && System.nanoTime() - waitUntilNanos < 0) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
