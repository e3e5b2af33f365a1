/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static io.subrack.web.rest.TestDoor.await;
import static io.subrack.web.rest.TestHosting.SELECT;
import static io.subrack.web.rest.TestHosting.application;
import static io.subrack.web.rest.TestHosting.extension;
import static io.subrack.web.rest.TestHosting.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.web.rest.TestHosting.Stamp;
import io.subrack.web.rest.TestResources.Hello;
import io.subrack.web.rest.TestResources.Other;
import io.subrack.web.rest.TestResources.Shop;
import io.subrack.web.spi.MountHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Providers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;

/** Extensions that select nothing and mean others. */
class SharedExtensionTest {
    @RegisterExtension
    final TestHosting test = new TestHosting();

    @Test
    void appliesTheExtensionsOfABundleWithoutAnApiToTheOthers() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());
        resource(test.bundle("com.acme.b"), new Other());
        application(test.bundle("com.acme.c"), new Shop(), "/shop");
        Bundle pure = test.bundle("com.acme.filters");

        ServiceRegistration<?> registration = extension(pure, new Stamp("f"));

        await(() -> test.stamps("/hello").equals(List.of("f"))
                && test.stamps("/other/1").equals(List.of("f")));
        await(() -> test.prefixes().equals("/hello /other /shop/v1/hello"));
        assertThat(test.stamps("/shop/v1/hello")).isEmpty();
        assertThat(test.report().defaultApplication.extensionDTOs).hasSize(1);
        registration.unregister();
        assertThat(test.stamps("/hello")).isEmpty();
        assertThat(test.stamps("/other/1")).isEmpty();
    }

    @Test
    void appliesThemToWhatComesLater() throws Exception {
        extension(test.bundle("com.acme.filters"), new Stamp("f"));

        resource(test.bundle("com.acme.a"), new Hello());

        await(() -> test.prefixes().equals("/hello"));
        assertThat(test.stamps("/hello")).containsExactly("f");
    }

    @Test
    void appliesThemToADefaultApplicationOfTheBundlesOwn() throws Exception {
        application(test.bundle("com.acme.a"), new Shop(), "/", "osgi.jakartars.name", ".default");

        extension(test.bundle("com.acme.filters"), new Stamp("f"));

        await(() ->
                test.prefixes().equals("/v1/hello") && !test.stamps("/v1/hello").isEmpty());
    }

    @Test
    void keepsThemFromPlatformBundles() throws Exception {
        resource(test.bundle("io.subrack.x", "platform:io.subrack.x"), new Hello());
        resource(test.bundle("com.acme.a"), new Other());

        extension(test.bundle("com.acme.filters"), new Stamp("f"));

        await(() -> !test.stamps("/other/1").isEmpty());
        assertThat(test.stamps("/hello")).isEmpty();
    }

    @Test
    void keepsAPlatformBundlesExtensionsFromOthers() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());
        await(() -> test.prefixes().equals("/hello"));
        MountHandler before = test.handler("/hello");

        extension(test.bundle("io.subrack.x", "platform:io.subrack.x"), new Stamp("x"));
        resource(test.bundle("com.acme.b"), new Other());
        await(() -> test.prefixes().equals("/hello /other"));

        assertThat(test.stamps("/other/1")).isEmpty();
        assertThat(test.handler("/hello")).isSameAs(before);
    }

    @Test
    void keepsTheExtensionsOfABundleThatDeclaresAnApi() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());
        await(() -> test.prefixes().equals("/hello"));
        Bundle declaring = new TestBundle("com.acme.b", "1.0.0")
                .header("Service-Component", "OSGI-INF/*.xml")
                .entry("OSGI-INF/later.xml", DescribedArtifact.PROTOTYPE_XML)
                .install(test.context(), "subrack:b");
        declaring.start();

        extension(declaring, new Stamp("b"));
        resource(test.bundle("com.acme.c"), new Other());
        await(() -> test.prefixes().equals("/hello /other"));

        assertThat(test.stamps("/hello")).isEmpty();
        assertThat(test.stamps("/other/1")).isEmpty();
    }

    @Test
    void takesThemBackWhenTheBundleGetsAnApi() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());
        Bundle filters = test.bundle("com.acme.filters");
        extension(filters, new Stamp("f"));
        await(() -> !test.stamps("/hello").isEmpty());

        ServiceRegistration<?> api = resource(filters, new Other());

        await(() -> test.stamps("/hello").isEmpty());
        await(() -> test.stamps("/other/1").equals(List.of("f")));
        api.unregister();
        assertThat(test.stamps("/hello")).isEmpty();
    }

    @Test
    void waitsUntilABundleHasStartedToSeeWhetherItHasAnApi() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());
        await(() -> test.prefixes().equals("/hello"));
        var seen = new CompletableFuture<List<String>>();
        Bundle starting = new TestBundle("com.acme.b", "1.0.0").install(test.context(), "subrack:b");
        test.context().addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STARTING && event.getBundle().equals(starting)) {
                extension(starting, new Stamp("b"));
                seen.complete(stampsOfANewBundle());
            }
        });

        starting.start();

        assertThat(seen.getNow(null)).isEmpty();
        await(() -> test.stamps("/hello").equals(List.of("b")));
    }

    private List<String> stampsOfANewBundle() {
        try {
            resource(test.bundle("com.acme.c"), new Other());
            await(() -> test.prefixes().equals("/hello /other"));
            return test.stamps("/other/1");
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void appliesAllOfThemWhereTheAdministratorWantsTheSpecification() throws Exception {
        test.hosting().close();
        test.host(SharedExtensions.ALL);
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello());
        extension(owner, new Stamp("a"));

        resource(test.bundle("com.acme.b"), new Other());

        await(() -> test.prefixes().equals("/hello /other"));
        assertThat(test.stamps("/other/1")).containsExactly("a");
        owner.stop();
        assertThat(test.stamps("/other/1")).isEmpty();
    }

    @Test
    void appliesNoneWhereTheAdministratorWantsThat() throws Exception {
        test.hosting().close();
        test.host(SharedExtensions.NONE);
        extension(test.bundle("com.acme.filters"), new Stamp("f"));

        resource(test.bundle("com.acme.a"), new Hello());

        await(() -> test.prefixes().equals("/hello"));
        assertThat(test.stamps("/hello")).isEmpty();
    }

    @Test
    void refusesASettingThatIsNone() {
        assertThatThrownBy(() -> SharedExtensions.of("some"))
                .hasMessage("io.subrack.web.rest: shared.extensions must be pure, all or none, not some");
    }

    @Test
    void losesNoRequestWhileTheyComeAndGo() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());
        await(() -> test.prefixes().equals("/hello"));
        var over = new AtomicBoolean();
        var requests = new AtomicInteger();
        var client = CompletableFuture.supplyAsync(() -> {
            int failures = 0;
            while (!over.get()) {
                failures += "hello".equals(test.body("/hello")) ? 0 : 1;
                requests.incrementAndGet();
            }
            return failures;
        });
        Bundle filters = test.bundle("com.acme.filters");

        for (int i = 0; i < 5; i++) {
            ServiceRegistration<?> registration = extension(filters, new Stamp("f"));
            await(() -> !test.stamps("/hello").isEmpty());
            registration.setProperties(FrameworkUtil.asDictionary(
                    Map.of("osgi.jakartars.extension", true, SELECT, "(osgi.jakartars.name=elsewhere)")));
            await(() -> test.stamps("/hello").isEmpty());
            registration.unregister();
        }

        over.set(true);
        assertThat(client.get()).isZero();
        assertThat(requests.get()).isPositive();
    }

    /** As bundles have it that were written for one application for all. */
    private static final class Aware implements ContainerResponseFilter {
        @Context
        UriInfo uri;

        @Context
        HttpHeaders headers;

        @Context
        Providers providers;

        private HttpServletRequest request;

        @Context
        void setRequest(HttpServletRequest request) {
            this.request = request;
        }

        @Override
        public void filter(ContainerRequestContext unused, ContainerResponseContext response) {
            boolean all = providers.getExceptionMapper(IllegalStateException.class) != null;
            response.getHeaders()
                    .add("X-Stamp", uri.getPath() + request.getMethod() + headers.getHeaderString("X-Who") + all);
        }
    }

    @Test
    void letsASingletonSeeTheRequestOfWhicheverApplicationItServes() throws Exception {
        extension(test.bundle("com.acme.filters"), new Aware());
        resource(test.bundle("com.acme.a"), new Hello());
        ServiceRegistration<?> second = resource(test.bundle("com.acme.b"), new Other());
        await(() -> test.prefixes().equals("/hello /other"));

        for (int round = 0; round < 2; round++) {
            assertThat(aware("/hello")).containsExactly("helloGETmetrue");
            assertThat(aware("/other/1")).containsExactly("other/1GETmetrue");
        }
        second.unregister();

        assertThat(aware("/hello")).containsExactly("helloGETmetrue");
    }

    @Path("/patient")
    public static class Patient {
        static final CountDownLatch ENTERED = new CountDownLatch(1);
        static final CountDownLatch GATE = new CountDownLatch(1);

        @Context
        UriInfo uri;

        @GET
        public String get() throws InterruptedException {
            ENTERED.countDown();
            GATE.await(60, TimeUnit.SECONDS);
            return uri.getPath();
        }
    }

    @Test
    void letsASingletonSeeItsRequestAfterItsApplicationWasReplaced() throws Exception {
        resource(test.bundle("com.acme.a"), new Patient());
        await(() -> test.prefixes().equals("/patient"));
        MountHandler before = test.handler("/patient");
        var answer = CompletableFuture.supplyAsync(() -> test.body("/patient"));
        Patient.ENTERED.await();

        extension(test.bundle("com.acme.filters"), new Stamp("f"));
        await(() -> test.handler("/patient") != before);
        Patient.GATE.countDown();

        assertThat(answer.get()).isEqualTo("patient");
    }

    private List<String> aware(String path) throws Exception {
        return test.door().get(path, "X-Who", "me").headers().allValues("X-Stamp");
    }
}
