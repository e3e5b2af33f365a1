/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworksTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, 192.0.2.7",
        "2001:db8:1:2:3:4:5:6, 20010db800010002::/64",
        "2001:db8:1:2::9, 20010db800010002::/64",
        "[2001:db8:1:2::9], 20010db800010002::/64",
        "fe80::1%eth0, fe80000000000000::/64",
        "::ffff:192.0.2.7, 192.0.2.7",
        "not:an:address, not:an:address",
        "host.example, host.example"
    })
    void takesAnIpv6NetworkForOne(String address, String network) {
        assertThat(Networks.of(address)).isEqualTo(network);
    }

    @Test
    void boundsThePendingDevicesOfEverybody() {
        var pending = new PendingDevices();
        var now = Clients.CREATED;
        var end = now.plus(Duration.ofMinutes(10));
        for (int i = 0; i < PendingDevices.MOST; i++) {
            assertThat(pending.take(now, end)).isTrue();
        }

        assertThat(pending.take(now, end)).isFalse();
        assertThat(pending.take(end, end.plusSeconds(1))).isTrue();
    }

    @Test
    void keepsTheAssertionsOfEachClientApart() {
        var clock = new MovableClock();
        var used = new UsedAssertions(clock);
        var until = clock.instant().plusSeconds(60);
        for (int i = 0; i < UsedAssertions.MOST_OF_A_CLIENT; i++) {
            assertThat(used.isFirst("greedy", "a" + i, until)).isTrue();
        }

        assertThat(used.isFirst("greedy", "one more", until)).isFalse();
        assertThat(used.isFirst("modest", "a1", until)).isTrue();
        assertThat(used.isFirst("modest", "a1", until)).isFalse();
        clock.advance(Duration.ofSeconds(61));
        used.sweep();
        assertThat(used.isFirst("greedy", "one more", until)).isTrue();
    }
}
