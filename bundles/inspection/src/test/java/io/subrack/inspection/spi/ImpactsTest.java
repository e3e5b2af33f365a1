/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.spi.Traffic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImpactsTest {
    private final FakeWorld world = new FakeWorld();

    private Impact impact(Impact.Action action) {
        var inspector = world.inspector();
        inspector.optional(List.of(new Busy()), List.of(), List.of());
        return inspector.impact("inventory", action).orElseThrow();
    }

    private void shop(Map<String, String> headers) {
        var inventory = world.bundle(
                "inventory", "1.0.0", Health.SERVING, headers, new Contribution(Contribution.ROUTE, "/inventory"));
        var orders = world.bundle("orders", "1.0.0", Health.SERVING);
        var mail = world.bundle("mail", "1.0.0", Health.SERVING);
        world.service(inventory, "com.acme.Stock", orders);
        world.service(orders, "com.acme.Orders", mail);
    }

    @Test
    void namesPathsServicesAndAllThatDependOnIt() {
        shop(Map.of());

        var impact = impact(Impact.Action.STOP);

        assertThat(impact.dependents()).containsExactly("mail", "orders");
        assertThat(impact.services()).containsExactly(new Impact.ServiceUse("com.acme.Stock", List.of("orders")));
        assertThat(impact.endpoints()).containsExactly(new Impact.Endpoint("/inventory", 2.5));
        assertThat(impact.sentence())
                .isEqualTo("Stopping inventory makes /inventory answer 503 (2.5 requests a second now). orders loses"
                        + " service com.acme.Stock. 2 bundles depend on it: mail and orders.");
        assertThat(impact(Impact.Action.UNINSTALL).sentence())
                .startsWith("Uninstalling inventory makes /inventory answer 404");
    }

    @Test
    void saysWhetherAnUpdateLetsRequestsWait() {
        shop(Map.of("Subrack-Update", "exclusive"));

        assertThat(impact(Impact.Action.UPDATE).sentence())
                .startsWith("Updating inventory lets requests to /inventory wait while the old version stops");
    }

    @Test
    void saysThatNobodyIsHit() {
        world.bundle("inventory", "1.0.0", Health.SERVING);

        assertThat(impact(Impact.Action.STOP).sentence())
                .isEqualTo("Stopping inventory hits nobody: it serves no path, and no bundle depends on it.");
    }

    @Test
    void namesAFewAndCountsTheRest() {
        assertThat(Impacts.some(List.of("a"))).isEqualTo("a");
        assertThat(Impacts.some(List.of("a", "b", "c"))).isEqualTo("a, b and c");
        assertThat(Impacts.some(List.of("a", "b", "c", "d", "e"))).isEqualTo("a, b, c and 2 more");
    }

    private static final class Busy implements Traffic {
        @Override
        public Rates platform() {
            return Rates.NONE;
        }

        @Override
        public Optional<Rates> bundle(String symbolicName) {
            return Optional.empty();
        }

        @Override
        public Map<String, Rates> bundles() {
            return Map.of("inventory", new Rates(2.5, 0, null, null, 0));
        }

        @Override
        public Map<String, Double> routes(String symbolicName) {
            return Map.of("/inventory", 0.5, "/inventory/{sku}", 2.0, "/inventories", 9.0);
        }

        @Override
        public List<Sample> history() {
            return List.of();
        }
    }
}
