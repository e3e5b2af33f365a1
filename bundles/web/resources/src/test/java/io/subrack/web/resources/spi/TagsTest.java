/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.resources.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagsTest {
    @Test
    void readsTheRevisionThatItWrote() {
        assertThat(Tags.revision(" " + Tags.of(7) + " ", WebProblem.PRECONDITION_FAILED))
                .hasValue(7);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "*", " * "})
    void admitsAnyStateWithoutATag(String header) {
        assertThat(Tags.revision(header, WebProblem.PRECONDITION_FAILED)).isEmpty();
        assertThatCode(() -> Tags.require(header, "\"1\"", WebProblem.PRECONDITION_FAILED))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "W/\"7\"", "\"x\"", "\"7\", \"8\"", "\"1234567890123456789\""})
    void refusesWhatIsNoTagOfARevision(String header) {
        assertThatThrownBy(() -> Tags.revision(header, WebProblem.PRECONDITION_FAILED))
                .isInstanceOf(ProblemException.class);
    }

    @Test
    void refusesTheTagOfAnotherState() {
        var before = Tags.of("{\"scopes\":[]}");
        var now = Tags.of("{\"scopes\":[\"orders.read\"]}");

        assertThat(before).matches("\"[0-9a-f]{32}\"");
        assertThatCode(() -> Tags.require(now, now, WebProblem.PRECONDITION_FAILED))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> Tags.require(before, now, WebProblem.PRECONDITION_FAILED))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("Read it again");
    }
}
