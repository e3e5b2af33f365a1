/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OAuthUpkeepTest {
    private final World world = new World();
    private final OAuthUpkeep upkeep = new OAuthUpkeep(world.services);

    @AfterEach
    void close() {
        upkeep.close();
    }

    @Test
    void deletesWhatEndedADayAgo() {
        assertThat(upkeep.purge()).isTrue();

        assertThat(world.grants.purged).isEqualTo(world.clock.instant().minus(Duration.ofDays(1)));
    }

    @Test
    void triesAgainWhileTheDatabaseIsDown() {
        world.grants.down = true;

        assertThat(upkeep.purge()).isFalse();
    }

    @Test
    void beginsAtOnceAndBesideTheStart() throws InterruptedException {
        upkeep.begin(() -> {});

        Instant deadline = Instant.now().plusSeconds(60);
        while (world.grants.purged == null && Instant.now().isBefore(deadline)) {
            Thread.sleep(5);
        }
        assertThat(world.grants.purged).isNotNull();
    }
}
