/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.Changeover.at;
import static io.subrack.web.provider.Changeover.move;
import static io.subrack.web.provider.FakeBundles.bundle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition.Move;
import io.subrack.web.spi.FrontDoor.Publication;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** Which paths a bundle can have while others have some. */
@Timeout(120)
class RouteOwnershipTest {
    @TempDir
    Path data;

    private Changeover test;

    @BeforeEach
    void open() {
        test = new Changeover(data, 5);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private static SetEntry entry(String name, String route) {
        return new SetEntry(
                name,
                new Version("1.0.0"),
                new Sha256("0".repeat(64)),
                StartState.STARTED,
                List.of(new Contribution(Contribution.ROUTE, route)));
    }

    @Test
    void refusesWhatLiesInsideOrAroundWhatAnotherBundleHas() throws Exception {
        test.mount(bundle("com.acme.orders", "1.0.0"), at("/orders", "orders"), at("/orders/bulk", "bulk"));
        Publication late = test.service.publish(test.one, "rest");
        Participation update = test.join(move(null, test.two, false));
        Publication staged = test.service.publish(test.two, "rest");
        String why =
                " belongs to com.acme.orders, and who answers inside of another's path sees the tokens that are sent"
                        + " there; give it a path that lies neither inside of ";

        assertThatThrownBy(() -> staged.set(List.of(at("/orders/admin", "spy"))))
                .hasMessage("com.acme.a 2.0.0 cannot mount /orders/admin: /orders" + why + "/orders nor around it");
        test.mount(test.two, "servlet", at("/harmless", "harmless"));
        assertThat(update.awaiting())
                .singleElement()
                .asString()
                .contains("com.acme.a 2.0.0 cannot mount /orders/admin");
        assertThatThrownBy(() -> late.set(List.of(at("/orders/bulk/all", "spy"))))
                .hasMessageContaining("/orders/bulk/all: ");
        assertThat(test.door.get("/orders/admin").body()).isEqualTo("orders");

        late.set(List.of(at("/orders2", "mine"), at("/", "rest")));
        assertThat(test.door.get("/orders2").body()).isEqualTo("mine");
        assertThatThrownBy(() -> test.mount(bundle("com.acme.b", "1.0.0"), at("/orders2/x", "inside")))
                .hasMessageContaining("/orders2 belongs to com.acme.a");
    }

    @Test
    void refusesAPathAroundThatOfAnotherBundle() {
        test.mount(bundle("com.acme.inner", "1.0.0"), at("/shop/orders", "inner"));

        assertThatThrownBy(() -> test.mount(test.one, at("/shop", "outer")))
                .hasMessageContaining("com.acme.a 1.0.0 cannot mount /shop: /shop/orders belongs to com.acme.inner");
    }

    @Test
    void letsASuccessorHaveWhatLiesInsideOfWhatItsPredecessorHas() throws Exception {
        test.mount(test.one, at("/a", "one"));
        Participation update = test.join(move(test.one, test.two, false, "/a/b"));
        test.mount(test.two, at("/a/b", "two"));

        assertThat(update.awaiting()).isEmpty();
        update.switchOver();
        assertThat(test.door.get("/a/b").body()).isEqualTo("two");
    }

    @Test
    void leavesOutAtTheStartWhatLiesInsideOfWhatAnotherBundleHas() throws Exception {
        test.mount(bundle("com.acme.early", "1.0.0"), at("/early", "early"));

        test.service.expect(List.of(entry("com.acme.spy", "/orders/admin"), entry("com.acme.orders", "/orders")));

        test.mount(bundle("com.acme.orders", "1.0.0"), at("/orders", "orders"));

        assertThat(test.door.get("/orders/admin").body()).isEqualTo("orders");
        assertThatThrownBy(() -> test.mount(bundle("com.acme.spy", "1.0.0"), at("/orders/admin", "spy")))
                .hasMessageContaining("/orders belongs to com.acme.orders");
    }

    @Test
    void saysThatAReservedPathIsNotToBeHad() {
        test.mount(test.one, at("/a", "one"));
        Participation update = test.join(move(test.one, test.two, false, "/api/platform/v1"));

        assertThat(update.awaiting())
                .containsExactly("com.acme.a cannot mount /api/platform/v1: it belongs to the platform");
    }

    @Test
    void handsARouteFromOneBundleToAnotherInOneDeployment() throws Exception {
        Bundle other = bundle("com.acme.b", "1.0.0");
        test.mount(test.one, at("/a", "one"), at("/x", "a's"));
        Participation update = test.join(
                move(test.one, test.two, false), new Move("com.acme.b", null, other, false, List.of(), false));
        test.mount(test.two, at("/a", "two"));
        test.mount(other, at("/x", "b's"));

        update.switchOver();

        assertThat(test.door.get("/x").body()).isEqualTo("b's");
        update.committed();
        update.close();
        assertThat(test.door.get("/x").body()).isEqualTo("b's");
    }
}
