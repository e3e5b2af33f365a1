/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void namesTheKeyAndTheRuleOfAWrongValue() {
        assertThatThrownBy(() -> new Settings(new Given(0)))
                .hasMessage("io.subrack.management: wait.seconds must be 1 to 3600, not 0");
    }

    @Test
    void theShippedFileHasEachKeyWithItsDefault() throws Exception {
        var shipped = new Properties();
        try (var reader = Files.newBufferedReader(Path.of("../../config/io.subrack.management.properties"))) {
            shipped.load(reader);
        }

        var defaults = new TreeMap<String, String>();
        for (Method key : Settings.Config.class.getDeclaredMethods()) {
            defaults.put(key.getName().replace('_', '.'), key.getDefaultValue().toString());
        }

        assertThat(new TreeMap<Object, Object>(shipped)).isEqualTo(defaults);
    }

    @SuppressWarnings("ClassExplicitlyAnnotation")
    private record Given(int wait_seconds) implements Settings.Config {
        @Override
        public int waits_max() {
            return 32;
        }

        @Override
        public int upload_max_mebibytes() {
            return 256;
        }

        @Override
        public int events_heartbeat_seconds() {
            return 15;
        }

        @Override
        public int events_streams_max() {
            return 64;
        }

        @Override
        public Class<? extends Annotation> annotationType() {
            return Settings.Config.class;
        }
    }
}
