/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JobTest {
    @TempDir
    Path directory;

    @Test
    void refusesToLiveTwice() throws Exception {
        var first = new Job(directory);

        assertThatThrownBy(() -> new Job(directory)).isInstanceOf(IllegalStateException.class);

        first.close();
        new Job(directory).close();
    }

    @Test
    @Timeout(30)
    void countsOnAfterARestart() throws Exception {
        var first = new Job(directory);
        first.start(Duration.ofMillis(1));
        while (first.runs() < 3) {
            Thread.onSpinWait();
        }
        first.close();

        var second = new Job(directory);
        second.close();

        assertThat(second.runs()).isEqualTo(first.runs());
    }
}
