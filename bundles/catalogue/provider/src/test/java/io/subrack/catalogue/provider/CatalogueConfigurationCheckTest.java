/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a configuration of the catalogue before it is taken. */
class CatalogueConfigurationCheckTest {
    @TempDir
    Path directory;

    @Test
    void wantsAbsoluteFolders() {
        CatalogueConfigurationCheck check = new CatalogueConfigurationCheck();

        assertThat(check.faults(Map.of("folders", directory + ", relative, also/relative")))
                .containsExactly(
                        "io.subrack.catalogue: folders must be absolute paths, not relative",
                        "io.subrack.catalogue: folders must be absolute paths, not also/relative");
        assertThat(check.faults(Map.of("folders", "$[env:FOLDERS]"))).isEmpty();
        assertThat(check.faults(Map.of())).isEmpty();
    }
}
