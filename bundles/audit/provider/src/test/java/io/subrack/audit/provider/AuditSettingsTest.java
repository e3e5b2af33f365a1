/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AuditSettingsTest {
    @Test
    void theShippedFileHasEachKeyWithItsDefault() throws Exception {
        var shipped = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("../../../config/io.subrack.audit.properties"))) {
            shipped.load(reader);
        }

        var defaults = new TreeMap<String, String>();
        for (var key : AuditSettings.Config.class.getDeclaredMethods()) {
            defaults.put(key.getName().replace('_', '.'), key.getDefaultValue().toString());
        }

        assertThat(new TreeMap<Object, Object>(shipped)).isEqualTo(defaults);
    }
}
