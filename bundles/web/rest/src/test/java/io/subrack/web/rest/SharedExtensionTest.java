/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static io.subrack.web.rest.TestDoor.await;
import static io.subrack.web.rest.TestHosting.application;
import static io.subrack.web.rest.TestHosting.extension;
import static io.subrack.web.rest.TestHosting.extensionAs;
import static io.subrack.web.rest.TestHosting.resource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import io.subrack.kernel.spi.Transition.Move;
import io.subrack.web.rest.RestHostingTest.Hello;
import io.subrack.web.rest.RestHostingTest.Other;
import io.subrack.web.rest.RestHostingTest.Shop;
import io.subrack.web.rest.TestHosting.Stamp;
import io.subrack.web.spi.MountHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Providers;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.jakartars.runtime.dto.DTOConstants;

/** Extensions that select nothing and mean others. */
class SharedExtensionTest {
    private static final String SELECT = "osgi.jakartars.application.select";

    @TempDir
    File storage;

    private TestHosting test;

    @BeforeEach
    void start() throws Exception {
        test = new TestHosting(storage);
    }

    @AfterEach
    void stop() throws Exception {
        test.close();
    }

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
            GATE.await(10, TimeUnit.SECONDS);
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

    private record Broken() implements Feature {
        @Override
        public boolean configure(FeatureContext context) {
            throw new IllegalStateException("no such cache");
        }
    }

    @Test
    void goesOnWithoutOneThatBreaksTheBuild() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());
        resource(test.bundle("com.acme.b"), new Other());
        await(() -> test.prefixes().equals("/hello /other"));
        assertThat(test.door().get("/hello").body()).isEqualTo("hello");
        Bundle filters = test.bundle("com.acme.filters");

        extensionAs(Feature.class, filters, new Broken(), "osgi.jakartars.name", "broken");
        extension(filters, new Stamp("f"));

        await(() -> !test.stamps("/hello").isEmpty() && !test.stamps("/other/1").isEmpty());
        assertThat(test.report().failedExtensionDTOs).hasSize(1);
        assertThat(test.report().failedExtensionDTOs[0].name).isEqualTo("broken");
        assertThat(test.report().failedExtensionDTOs[0].failureReason).isEqualTo(DTOConstants.FAILURE_REASON_UNKNOWN);
        assertThat(test.report().defaultApplication.extensionDTOs).hasSize(1);
        assertThat(test.report().failedResourceDTOs).isEmpty();
    }

    @Test
    void goesOnWithoutSeveralThatBreakTheBuild() throws Exception {
        Bundle filters = test.bundle("com.acme.filters");
        extensionAs(Feature.class, filters, new Broken());
        extension(filters, new Stamp("f"));
        extensionAs(Feature.class, test.bundle("com.acme.more"), new Broken(), SELECT, "(osgi.jakartars.name=*)");

        resource(test.bundle("com.acme.a"), new Hello());

        await(() -> test.prefixes().equals("/hello"));
        assertThat(test.stamps("/hello")).containsExactly("f");
        assertThat(test.report().failedExtensionDTOs).hasSize(2);
    }

    @Test
    void goesOnWithoutOneThatCannotBeMade() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());
        await(() -> test.prefixes().equals("/hello"));
        Bundle filters = test.bundle("com.acme.filters");
        var looks = new AtomicInteger();

        extension(filters, (PrototypeServiceFactory<?>) new Unmakeable(looks, 0));
        extension(filters, (PrototypeServiceFactory<?>) new Unmakeable(looks, 1));
        extension(filters, new Stamp("f"));

        await(() -> !test.stamps("/hello").isEmpty());
        await(() -> test.report().failedExtensionDTOs.length == 2);
    }

    /** Fails after the given number of instances. */
    private static final class Unmakeable implements PrototypeServiceFactory<ContainerResponseFilter> {
        private final AtomicInteger looks;
        private final int good;
        private int made;

        Unmakeable(AtomicInteger looks, int good) {
            this.looks = looks;
            this.good = good;
        }

        @Override
        public synchronized ContainerResponseFilter getService(
                Bundle bundle, ServiceRegistration<ContainerResponseFilter> registration) {
            looks.incrementAndGet();
            if (made++ >= good) {
                throw new IllegalStateException("not today");
            }
            return new Stamp("unmakeable");
        }

        @Override
        public void ungetService(
                Bundle bundle,
                ServiceRegistration<ContainerResponseFilter> registration,
                ContainerResponseFilter service) {}
    }

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
