/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import io.subrack.auth.spi.UserStore;
import io.subrack.kernel.spi.FirstStep;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Whoever is alone has nobody who could let them in again. */
@Component(service = FirstStep.class)
public final class FirstUser implements FirstStep {
    private static final int PLACE = 10;

    /** The overview is looked at all the time, also while the database is down. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final UserStore users;
    private final Clock clock;
    private volatile boolean done;
    private volatile Instant asked = Instant.EPOCH;

    @Activate
    public FirstUser(@Reference UserStore users) {
        this(users, Clock.systemUTC());
    }

    FirstUser(UserStore users, Clock clock) {
        this.users = users;
        this.clock = clock;
    }

    @Override
    public String id() {
        return "add-user";
    }

    @Override
    public String label() {
        return "Add a second user";
    }

    @Override
    public String href() {
        return "/console/users";
    }

    @Override
    public int place() {
        return PLACE;
    }

    @Override
    public boolean done() {
        var now = clock.instant();
        if (!done && Duration.between(asked, now).compareTo(PAUSE) >= 0) {
            asked = now;
            done = users.users("", "", 2).size() > 1;
        }
        return done;
    }
}
