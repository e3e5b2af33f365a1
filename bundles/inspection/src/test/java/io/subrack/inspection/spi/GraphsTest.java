/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.subrack.kernel.api.BundleStatus.Health;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

class GraphsTest {
    private final FakeWorld world = new FakeWorld();

    private void shop() {
        var api = world.bundle("api", "1.0.0", Health.SERVING);
        var inventory = world.bundle("inventory", "1.0.0", Health.SERVING);
        var orders = world.bundle("orders", "1.0.0", Health.SERVING);
        var mail = world.bundle("mail", "1.0.0", Health.STOPPED);
        world.bundle("alone", "1.0.0", Health.SERVING);
        world.wire(inventory, api, "com.acme.stock");
        world.wire(orders, api, "com.acme.stock");
        world.service(inventory, "com.acme.stock.Stock", orders, inventory);
        world.service(orders, "com.acme.Orders", mail);
    }

    @Test
    void leadsFromWhoNeedsToWhoGives() {
        shop();

        var graph = world.inspector().graph(false);

        assertThat(graph.nodes()).hasSize(5);
        assertThat(graph.edges())
                .extracting(Graph.Edge::from, Graph.Edge::to, Graph.Edge::kind, Graph.Edge::labels)
                .containsExactly(
                        tuple("inventory", "api", "package", List.of("com.acme.stock")),
                        tuple("mail", "orders", "service", List.of("com.acme.Orders")),
                        tuple("orders", "api", "package", List.of("com.acme.stock")),
                        tuple("orders", "inventory", "service", List.of("com.acme.stock.Stock")));
    }

    @Test
    void showsWhatIsAroundABundleStepByStep() {
        shop();
        var inspector = world.inspector();

        assertThat(ids(inspector.graphAround("mail", 1, false).orElseThrow())).containsExactly("mail", "orders");
        assertThat(ids(inspector.graphAround("mail", 2, false).orElseThrow()))
                .containsExactly("api", "inventory", "mail", "orders");
        assertThat(inspector.graphAround("nothing", 1, false)).isEmpty();
    }

    @Test
    void findsAWayInEitherDirectionOrNone() {
        shop();
        var inspector = world.inspector();

        assertThat(ids(inspector.path("mail", "api", false).orElseThrow())).containsExactly("api", "mail", "orders");
        assertThat(ids(inspector.path("api", "mail", false).orElseThrow())).containsExactly("api", "mail", "orders");
        assertThat(ids(inspector.path("mail", "alone", false).orElseThrow())).isEmpty();
    }

    @Test
    void endsWhereBundlesNeedEachOther() {
        var one = world.bundle("one", "1.0.0", Health.SERVING);
        var other = world.bundle("other", "1.0.0", Health.SERVING);
        world.service(one, "One", other);
        world.service(other, "Other", one);
        var inspector = world.inspector();

        assertThat(ids(inspector.path("one", "other", false).orElseThrow())).containsExactly("one", "other");
        assertThat(inspector.impact("one", Impact.Action.STOP).orElseThrow().dependents())
                .containsExactly("other");
    }

    @Test
    void drawsAThousandBundlesAtOnce() {
        var bundles = new ArrayList<Bundle>();
        for (int i = 0; i < 1_000; i++) {
            var bundle = world.bundle("bundle%04d".formatted(i), "1.0.0", Health.SERVING);
            for (int j = Math.max(0, i - 5); j < i; j++) {
                world.wire(bundle, bundles.get(j), "com.acme.p" + j);
                world.service(bundles.get(j), "com.acme.S" + j, bundle);
            }
            bundles.add(bundle);
        }
        var inspector = world.inspector();
        inspector.graph(false);

        long begun = System.nanoTime();
        var graph = inspector.graph(false);

        assertThat(graph.nodes()).hasSize(1_000);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
    }

    private static List<String> ids(Graph graph) {
        return graph.nodes().stream().map(Graph.Node::id).toList();
    }
}
