/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.UserStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class FirstUserTest {
    private int users = 1;
    private int questions;
    private boolean down;

    private final UserStore store = (UserStore) Proxy.newProxyInstance(
            FirstUserTest.class.getClassLoader(), new Class<?>[] {UserStore.class}, (proxy, method, arguments) -> {
                assertThat(method.getName()).isEqualTo("users");
                questions++;
                if (down) {
                    throw new StoreUnavailableException("down", new IllegalStateException());
                }
                return Collections.nCopies(users, null);
            });

    private final House.TurnableClock clock = new House.TurnableClock();
    private final FirstUser step = new FirstUser(store, clock);

    @Test
    void isDoneWhenThereAreTwoAndAsksNoMore() {
        assertThat(step.done()).isFalse();

        users = 2;
        clock.turn(Duration.ofSeconds(11));
        assertThat(step.done()).isTrue();

        clock.turn(Duration.ofSeconds(99));
        assertThat(step.done()).isTrue();
        assertThat(questions).isEqualTo(2);
    }

    @Test
    void asksADatabaseThatIsDownOnceInAWhile() {
        down = true;
        assertThatThrownBy(step::done).isInstanceOf(StoreUnavailableException.class);

        assertThat(step.done()).isFalse();
        assertThat(questions).isOne();
    }
}
