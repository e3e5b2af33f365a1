/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static io.subrack.web.rest.TestDoor.await;
import static io.subrack.web.rest.TestHosting.SELECT;
import static io.subrack.web.rest.TestHosting.application;
import static io.subrack.web.rest.TestHosting.extension;
import static io.subrack.web.rest.TestHosting.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import io.subrack.kernel.spi.Transition.Move;
import io.subrack.web.rest.TestHosting.Stamp;
import io.subrack.web.rest.TestResources.Hello;
import io.subrack.web.rest.TestResources.Other;
import io.subrack.web.rest.TestResources.Shop;
import io.subrack.web.spi.MountHandler;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;

/** Extensions and applications of a bundle that is deployed, before and after the switch. */
class StagedExtensionTest {
    @RegisterExtension
    final TestHosting test = new TestHosting();

    private Participation stage(Bundle retiring, Bundle fresh) {
        return test.staging()
                .join(new Transition(
                        "d1",
                        List.of(new Move("com.acme.filters", retiring, fresh, false, List.of(), false)),
                        Duration.ofSeconds(1)));
    }

    private Bundle installed(String location) throws Exception {
        return new TestBundle("com.acme.filters", "1.0.0").install(test.context(), location);
    }

    private static final class SecondStamp implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            response.getHeaders().add("X-Stamp", "selecting");
        }
    }

    @Test
    void keepsAStagedBundlesExtensionsFromTheLiveUntilTheSwitch() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());
        await(() -> test.prefixes().equals("/hello"));
        MountHandler before = test.handler("/hello");
        Bundle fresh = installed("subrack:filters:1");
        Participation deployment = stage(null, fresh);
        fresh.start();
        extension(fresh, new Stamp("shared"));
        extension(fresh, new SecondStamp(), SELECT, "(osgi.jakartars.name=.default)");
        settle();

        assertThat(test.handler("/hello")).isSameAs(before);
        deployment.switchOver();

        await(() -> test.stamps("/hello").size() == 2);
        deployment.undo();
        await(() -> test.stamps("/hello").isEmpty());
        fresh.stop();
        deployment.close();
        settle();
        assertThat(test.stamps("/hello")).isEmpty();
    }

    @Test
    void exchangesExtensionsAtTheSwitch() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());
        Bundle old = test.bundle("com.acme.filters", "subrack:filters:1");
        extension(old, new Stamp("old"));
        await(() -> test.stamps("/hello").equals(List.of("old")));
        Bundle fresh = installed("subrack:filters:2");
        Participation deployment = stage(old, fresh);
        fresh.start();
        extension(fresh, new Stamp("new"));
        settle();
        assertThat(test.stamps("/hello")).containsExactly("old");

        deployment.switchOver();

        await(() -> test.stamps("/hello").equals(List.of("new")));
        old.stop();
        deployment.close();
        settle();
        assertThat(test.stamps("/hello")).containsExactly("new");
    }

    @Test
    void buildsStagedApisWithTheExtensionsThatAreStagedWithThem() throws Exception {
        Bundle api = new TestBundle("com.acme.a", "1.0.0").install(test.context(), "subrack:a:1");
        Bundle filters = installed("subrack:filters:1");
        Participation deployment = test.staging()
                .join(new Transition(
                        "d1",
                        List.of(
                                new Move("com.acme.a", null, api, false, List.of(), false),
                                new Move("com.acme.filters", null, filters, false, List.of(), false)),
                        Duration.ofSeconds(1)));
        api.start();
        filters.start();
        extension(filters, new Stamp("f"));
        resource(api, new Hello());
        await(() -> test.prefixes().equals("/hello"));
        await(() -> !test.stamps("/hello").isEmpty());
        MountHandler before = test.handler("/hello");

        deployment.switchOver();
        deployment.committed();
        deployment.close();
        settle();

        assertThat(test.handler("/hello")).isSameAs(before);
    }

    @Test
    void keepsLiveResourcesOutOfAStagedApplicationUntilTheSwitch() throws Exception {
        Bundle live = test.bundle("com.acme.a");
        resource(live, new Other(), SELECT, "(osgi.jakartars.name=shop)");
        Bundle fresh = installed("subrack:filters:1");
        Participation deployment = stage(null, fresh);
        fresh.start();
        application(fresh, new Shop(), "/shop", "osgi.jakartars.name", "shop");
        await(() -> test.prefixes().equals("/shop/v1/hello"));
        settle();

        assertThat(test.prefixes()).isEqualTo("/shop/v1/hello");
        deployment.switchOver();

        await(() -> test.prefixes().equals("/shop/v1/hello /shop/v1/other"));
    }

    /** Long enough for a wrong change to show. */
    private static void settle() throws InterruptedException {
        Thread.sleep(60);
    }
}
