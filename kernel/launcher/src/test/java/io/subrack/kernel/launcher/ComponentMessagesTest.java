/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceException;

/** What becomes of what the component runtime says. */
class ComponentMessagesTest {
    private static final String MESSAGE = "bundle com.acme.a:1.0.0 (6)[com.acme.A(14)] : Error during instantiation";

    private long now;

    @Test
    void knowsThemByTheirBeginning() {
        assertThat(ComponentMessages.isOne(MESSAGE)).isTrue();
        assertThat(ComponentMessages.isOne("bundle com.acme.a is tired")).isFalse();
        assertThat(ComponentMessages.isOne("nobody said " + MESSAGE)).isFalse();
    }

    @Test
    void namesTheInnermostCause() {
        Exception problem = new InvocationTargetException(
                new IllegalArgumentException("outer", new IllegalStateException("size must be 1 to 9, not 0")));

        assertThat(ComponentMessages.withCause(MESSAGE, problem))
                .isEqualTo(MESSAGE + ": java.lang.IllegalStateException: size must be 1 to 9, not 0");
        assertThat(ComponentMessages.withCause(MESSAGE, null)).isEqualTo(MESSAGE);
    }

    @Test
    void tellsTheSameAgainOnlyAfterAWhile() {
        ComponentMessages messages = new ComponentMessages(() -> now);

        assertThat(messages.isNews("a")).isTrue();
        assertThat(messages.isNews("b")).isTrue();
        assertThat(messages.isNews("a")).isFalse();
        now += Duration.ofMinutes(10).toNanos();
        assertThat(messages.isNews("a")).isTrue();
    }

    @Test
    void knowsWhatOnlyFollowsFromAComponentThatFailed() {
        assertThat(ComponentMessages.isConsequence(new ServiceException(
                        "Service factory returned null. (Component: com.acme.A (14))", ServiceException.FACTORY_ERROR)))
                .isTrue();
        assertThat(ComponentMessages.isConsequence(new ServiceException("Service factory returned null")))
                .isFalse();
        assertThat(ComponentMessages.isConsequence(new IllegalStateException("(Component: x)")))
                .isFalse();
        assertThat(ComponentMessages.isConsequence(null)).isFalse();
    }
}
