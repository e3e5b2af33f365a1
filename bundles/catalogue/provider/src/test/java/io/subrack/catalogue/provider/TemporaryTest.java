/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryTest {
    @TempDir
    Path directory;

    @Test
    void removesWhatAnEarlierProcessLeftAndNothingThatIsInUse() throws IOException {
        Path left = Files.writeString(directory.resolve("incoming4711.tmp"), "half");
        Path other = Files.writeString(directory.resolve("repositories.json"), "{}");
        Path inUse = Temporary.file(directory);

        Temporary.clean(directory);

        assertThat(left).doesNotExist();
        assertThat(other).exists();
        assertThat(inUse).exists();
    }
}
