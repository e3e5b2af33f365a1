/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.BundleStatus.Health;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever a bundle says of itself. */
class ShownTest {
    @Test
    void boundsTextsOfStrangers() {
        var world = new FakeWorld();
        var endless = "<script>" + "x".repeat(100_000);
        world.bundle("orders", "1.0.0", Health.SERVING, Map.of("Bundle-Name", endless, "Bundle-Description", endless));
        var inspector = world.inspector();

        var item = inspector.bundles(true, false).get(0).bundle();
        assertThat(item.name()).startsWith("<script>").hasSizeLessThan(510);
        assertThat(item.description()).hasSizeLessThan(510);
        assertThat(inspector.bundle("orders").orElseThrow().headers().get("Bundle-Name"))
                .hasSizeBetween(65_536, 65_600);
    }

    @Test
    void masksSecretsAndCallsNoForeignCode() {
        var hostile = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("never called");
            }
        };

        assertThat(Shown.property("db.password", "hunter2")).isEqualTo("***");
        assertThat(Shown.property("url", "jdbc:postgresql://ada:hunter2@host/"))
                .isEqualTo("jdbc:postgresql://***@host/");
        assertThat(Shown.property("a", hostile)).isEqualTo(hostile.getClass().getName());
        assertThat(Shown.property("a", List.of(1, "two", hostile)))
                .isEqualTo(List.of(1, "two", hostile.getClass().getName()));
    }
}
