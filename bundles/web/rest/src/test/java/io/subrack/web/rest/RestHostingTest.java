/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static io.subrack.web.rest.TestDoor.await;
import static io.subrack.web.rest.TestHosting.application;
import static io.subrack.web.rest.TestHosting.extension;
import static io.subrack.web.rest.TestHosting.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.web.rest.TestHosting.Stamp;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.MountHandler;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import java.io.File;
import java.lang.annotation.Annotation;
import java.lang.ref.WeakReference;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.jakartars.runtime.JakartarsServiceRuntime;
import org.osgi.service.jakartars.runtime.dto.DTOConstants;
import org.osgi.service.jakartars.runtime.dto.RuntimeDTO;

class RestHostingTest {
    @TempDir
    File storage;

    private TestHosting test;
    private BundleContext context;
    private TestDoor door;

    @BeforeEach
    void start() throws Exception {
        test = new TestHosting(storage);
        context = test.context();
        door = test.door();
    }

    @AfterEach
    void stop() throws Exception {
        test.close();
    }

    @Path("/hello")
    public static class Hello {
        static volatile CountDownLatch gate = new CountDownLatch(0);
        static final AtomicInteger ENTERED = new AtomicInteger();

        @GET
        @Produces("text/plain")
        public String hello() {
            return "hello";
        }

        @GET
        @Path("slow")
        @Produces("text/plain")
        public String slow() throws InterruptedException {
            ENTERED.incrementAndGet();
            gate.await(10, TimeUnit.SECONDS);
            return "slow";
        }
    }

    @Path("/other/{id}")
    public static class Other {
        @Context
        UriInfo uri;

        @GET
        @Produces("text/plain")
        public String get(@PathParam("id") String id) {
            return "other " + id + (uri == null ? "" : " " + uri.getPath());
        }
    }

    @Test
    void servesAResourceServiceWhereItsPathSays() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());

        await(() -> test.prefixes().equals("/hello"));

        assertThat(door.get("/hello").body()).isEqualTo("hello");
        assertThat(door.mounts.get(0).access()).isEqualTo(Access.GUARDED);
    }

    @Test
    void servesWhatWasThereBeforeItself() throws Exception {
        test.hosting().close();
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello());

        test.host(SharedExtensions.PURE);

        await(() -> test.prefixes().equals("/hello"));
    }

    @Test
    void takesTheServicesOfOneStartTogether() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello());
        resource(owner, new Other());

        await(() -> test.prefixes().equals("/hello /other"));

        assertThat(door.mounts.get(0).handler()).isSameAs(door.mounts.get(1).handler());
    }

    @Test
    void keepsAServiceUntilItsRequestsAreOver() throws Exception {
        Hello.gate = new CountDownLatch(1);
        int before = Hello.ENTERED.get();
        ServiceRegistration<?> registration = resource(test.bundle("com.acme.a"), new Hello());
        await(() -> test.prefixes().equals("/hello"));
        var answer = CompletableFuture.supplyAsync(() -> test.body("/hello/slow"));
        await(() -> Hello.ENTERED.get() > before);

        var unregistered = CompletableFuture.runAsync(registration::unregister);
        await(() -> test.prefixes().isEmpty());

        assertThat(unregistered.isDone()).isFalse();
        Hello.gate.countDown();
        assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("slow");
        unregistered.get(10, TimeUnit.SECONDS);
    }

    @Test
    void takesAllOfABundleOffTheFrontDoorWhenItStops() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello());
        resource(owner, new Other());
        await(() -> test.prefixes().equals("/hello /other"));

        owner.stop();

        assertThat(door.mounts).isEmpty();
        assertThat(door.closedOwners).containsExactly(owner.getBundleId() + "/rest");
    }

    @Test
    void servesABundleAgainThatIsStartedAgain() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello());
        await(() -> test.prefixes().equals("/hello"));
        owner.stop();
        owner.start();

        resource(owner, new Hello());

        await(() -> test.prefixes().equals("/hello"));
        assertThat(door.get("/hello").body()).isEqualTo("hello");
    }

    @Test
    void leavesABundleAloneWhenAnotherOneChanges() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());
        await(() -> test.prefixes().equals("/hello"));
        MountHandler before = test.handler("/hello");
        Bundle other = test.bundle("com.acme.b");

        ServiceRegistration<?> resource = resource(other, new Other());
        extension(other, new Stamp("b"));
        await(() -> test.prefixes().equals("/hello /other"));
        resource.unregister();

        assertThat(test.handler("/hello")).isSameAs(before);
        assertThat(door.get("/hello").headers().firstValue("X-Stamp")).isEmpty();
    }

    @Test
    void appliesAnExtensionToItsOwnBundle() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello());
        await(() -> test.prefixes().equals("/hello"));
        assertThat(door.get("/hello").headers().firstValue("X-Stamp")).isEmpty();

        ServiceRegistration<?> extension = extension(owner, new Stamp("a"));
        await(() -> door.get("/hello").headers().firstValue("X-Stamp").isPresent());
        extension.unregister();

        assertThat(door.get("/hello").headers().firstValue("X-Stamp")).isEmpty();
    }

    @Test
    void appliesAnotherBundlesExtensionWhereItSelectsTheApplication() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());

        ServiceRegistration<?> extension = extension(
                test.bundle("com.acme.b"),
                new Stamp("b"),
                "osgi.jakartars.application.select",
                "(osgi.jakartars.name=.default)");

        await(() -> door.get("/hello").headers().firstValue("X-Stamp").isPresent());
        extension.unregister();
        assertThat(door.get("/hello").headers().firstValue("X-Stamp")).isEmpty();
    }

    @Test
    void keepsToTheOldInstanceOfAnExchangedBundleUntilThatIsGone() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());
        String select = "(osgi.jakartars.name=.default)";
        Bundle old = test.bundle("com.acme.b", "subrack:b:1");
        extension(old, new Stamp("old"), "osgi.jakartars.application.select", select);
        await(() -> door.get("/hello").headers().firstValue("X-Stamp").isPresent());
        extension(
                test.bundle("com.acme.b", "subrack:b:2"),
                new Stamp("new"),
                "osgi.jakartars.application.select",
                select);
        Thread.sleep(50); // long enough for a wrong change to show

        assertThat(door.get("/hello").headers().allValues("X-Stamp")).containsExactly("old");
        old.stop();

        await(() -> door.get("/hello").headers().allValues("X-Stamp").equals(List.of("new")));
    }

    @Test
    void waitsForTheExtensionThatAResourceAsksFor() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello(), "osgi.jakartars.extension.select", "(kind=stamp)");
        resource(owner, new Other());
        await(() -> test.prefixes().equals("/other"));
        await(() -> test.report().failedResourceDTOs.length == 1);
        assertThat(test.report().failedResourceDTOs[0].failureReason)
                .isEqualTo(DTOConstants.FAILURE_REASON_REQUIRED_EXTENSIONS_UNAVAILABLE);

        extension(test.bundle("com.acme.b"), new Stamp("b"), "kind", "stamp");

        await(() -> test.prefixes().equals("/hello /other"));
        assertThat(door.get("/hello").headers().firstValue("X-Stamp")).hasValue("b");
    }

    @Test
    void countsItsOwnJsonAsAnExtensionThatCanBeAskedFor() throws Exception {
        resource(
                test.bundle("com.acme.a"),
                new Hello(),
                "osgi.jakartars.extension.select",
                "(osgi.jakartars.media.type=application/json)");

        await(() -> test.prefixes().equals("/hello"));
    }

    @ApplicationPath("v1")
    public static class Shop extends Application {
        @Override
        public Set<Class<?>> getClasses() {
            return Set.of(Hello.class);
        }
    }

    @Test
    void servesAnApplicationBelowItsBaseAndPath() throws Exception {
        application(test.bundle("com.acme.a"), new Shop(), "/shop");

        await(() -> test.prefixes().equals("/shop/v1/hello"));

        assertThat(door.get("/shop/v1/hello").body()).isEqualTo("hello");
        await(() -> "/shop/v1/hello".equals(door.lastTemplate));
    }

    @Test
    void servesAResourceInTheApplicationOfAnotherBundleWhileThatIsThere() throws Exception {
        Bundle shop = test.bundle("com.acme.shop");
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Other(), "osgi.jakartars.application.select", "(osgi.jakartars.name=shop)");
        await(() -> test.report().failedResourceDTOs.length == 1);
        assertThat(test.report().failedResourceDTOs[0].failureReason)
                .isEqualTo(DTOConstants.FAILURE_REASON_REQUIRED_APPLICATION_UNAVAILABLE);

        ServiceRegistration<?> application = application(shop, new Shop(), "/shop", "osgi.jakartars.name", "shop");
        await(() -> test.prefixes().equals("/shop/v1/hello /shop/v1/other"));

        assertThat(test.handler("/shop/v1/hello")).isNotSameAs(test.handler("/shop/v1/other"));
        assertThat(door.get("/shop/v1/other/7").body()).startsWith("other 7");
        application.unregister();
        assertThat(door.mounts).isEmpty();
    }

    @Test
    void takesAnInstanceOfAPrototypeServiceForEachRequest() throws Exception {
        var made = new AtomicInteger();
        var returned = new AtomicInteger();
        resource(test.bundle("com.acme.a"), new PrototypeServiceFactory<Object>() {
            @Override
            public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
                made.incrementAndGet();
                return new Other();
            }

            @Override
            public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object service) {
                returned.incrementAndGet();
            }
        });
        await(() -> test.prefixes().equals("/other"));
        int looks = made.get();

        assertThat(door.get("/other/1").body()).isEqualTo("other 1 other/1");
        assertThat(door.get("/other/2").body()).isEqualTo("other 2 other/2");

        assertThat(made.get() - looks).isEqualTo(2);
        await(() -> returned.get() == made.get());
    }

    @Test
    void letsAPlatformBundlesResourcesTakeLargerBodies() throws Exception {
        Bundle platform = test.bundle("io.subrack.x", "platform:io.subrack.x");
        resource(platform, new Hello());
        resource(platform, new Other(), "io.subrack.web.body.max", 5_000_000L);
        await(() -> test.prefixes().equals("/hello /other"));

        assertThat(door.mounts).allMatch(mount -> mount.access() == Access.GUARDED);
        assertThat(test.mount("/hello").maxBodyBytes()).isZero();
        assertThat(test.mount("/other").maxBodyBytes()).isEqualTo(5_000_000);
    }

    @Test
    void keepsOtherBundlesExtensionsOutOfAPlatformBundlesApplications() throws Exception {
        Bundle platform = test.bundle("io.subrack.x", "platform:io.subrack.x");
        resource(platform, new Hello(), "osgi.jakartars.extension.select", "(kind=stamp)");
        resource(platform, new Other());
        application(platform, new Shop(), "/shop", "osgi.jakartars.name", "shop");
        Bundle capability = test.bundle("com.acme.a");
        resource(capability, new Things());
        String all = "(osgi.jakartars.name=*)";
        extension(capability, new Stamp("a"), "osgi.jakartars.application.select", all, "kind", "stamp");

        await(() -> test.prefixes().equals("/other /shop/v1/hello /things"));
        await(() -> !test.stamps("/things").isEmpty());

        assertThat(test.stamps("/other/1")).isEmpty();
        assertThat(test.stamps("/shop/v1/hello")).isEmpty();
        Bundle second = test.bundle("io.subrack.y", "platform:io.subrack.y");
        extension(second, new Stamp("y"), "osgi.jakartars.application.select", all, "kind", "stamp");
        await(() -> test.prefixes().equals("/hello /other /shop/v1/hello /things"));
        assertThat(test.stamps("/hello")).containsExactly("y");
    }

    @Test
    void keepsOtherBundlesResourcesOutOfAPlatformBundlesApplication() throws Exception {
        Bundle platform = test.bundle("io.subrack.x", "platform:io.subrack.x");
        application(platform, new Shop(), "/shop", "osgi.jakartars.name", "shop");
        Bundle capability = test.bundle("com.acme.a");

        resource(capability, new Other(), "osgi.jakartars.application.select", "(osgi.jakartars.name=shop)");
        resource(capability, new Hello(), "osgi.jakartars.application.select", "(osgi.jakartars.name=*)");

        await(() -> test.prefixes().equals("/hello /shop/v1/hello"));
        assertThat(test.report().failedResourceDTOs[0].failureReason)
                .isEqualTo(DTOConstants.FAILURE_REASON_REQUIRED_APPLICATION_UNAVAILABLE);
    }

    @Test
    void keepsAPlatformBundlesResourcesOutOfOtherBundlesApplications() throws Exception {
        application(test.bundle("com.acme.a"), new Shop(), "/shop", "osgi.jakartars.name", "shop");
        Bundle platform = test.bundle("io.subrack.x", "platform:io.subrack.x");

        resource(platform, new Other(), "osgi.jakartars.application.select", "(osgi.jakartars.name=*)");

        await(() -> test.prefixes().equals("/other /shop/v1/hello"));
    }

    @Test
    void buildsWhatRemainsBeforeAServiceGoes() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello());
        ServiceRegistration<?> other = resource(owner, new Other());
        await(() -> test.prefixes().equals("/hello /other"));
        door.get("/hello");
        MountHandler before = test.handler("/hello");

        other.unregister();

        assertThat(test.prefixes()).isEqualTo("/hello");
        assertThat(test.handler("/hello")).isNotSameAs(before);
        assertThat(((RestApplication) test.handler("/hello")).isBuilt()).isTrue();
    }

    public record Colour(CharSequence name) {}

    @Path("/colours/{colour}")
    public static class Colours {
        @GET
        @Produces("text/plain")
        public String get(@PathParam("colour") Colour colour) {
            return colour.name().toString();
        }
    }

    private static final class ColourConverters implements ParamConverterProvider {
        @Override
        @SuppressWarnings("unchecked")
        public <T> ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
            return type != Colour.class
                    ? null
                    : (ParamConverter<T>) new ParamConverter<Colour>() {
                        @Override
                        public Colour fromString(String value) {
                            return new Colour(value);
                        }

                        @Override
                        public String toString(Colour value) {
                            return value.name().toString();
                        }
                    };
        }
    }

    private static ServiceRegistration<?> colourConverters(Bundle owner) {
        return owner.getBundleContext()
                .registerService(
                        ParamConverterProvider.class.getName(),
                        new ColourConverters(),
                        FrameworkUtil.asDictionary(Map.of(
                                "osgi.jakartars.extension",
                                true,
                                "osgi.jakartars.application.select",
                                "(osgi.jakartars.name=.default)")));
    }

    @Test
    void leavesOutWhatCannotBeBuiltWithoutWhatGoes() throws Exception {
        Bundle extending = test.bundle("com.acme.b");
        ServiceRegistration<?> converters = colourConverters(extending);
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Colours());
        application(owner, new Shop(), "/shop");
        await(() -> test.prefixes().equals("/colours /shop/v1/hello"));
        assertThat(door.get("/colours/red").body()).isEqualTo("red");

        converters.unregister();

        assertThat(test.prefixes()).isEqualTo("/shop/v1/hello");
        assertThat(test.report().failedResourceDTOs).hasSize(1);
        colourConverters(extending);
        await(() -> test.prefixes().equals("/colours /shop/v1/hello"));
        assertThat(door.get("/colours/red").body()).isEqualTo("red");
        assertThat(test.report().failedResourceDTOs).isEmpty();
    }

    @Test
    void keepsWhatWorksWhenSomethingElseGoesAfterAFailedAddition() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello());
        ServiceRegistration<?> shop = application(owner, new Shop(), "/shop");
        await(() -> test.prefixes().equals("/hello /shop/v1/hello"));
        door.get("/hello");
        ServiceRegistration<?> ambiguous = resource(owner, new Things.Ambiguous());
        await(() -> test.report().failedResourceDTOs.length == 1);

        shop.unregister();

        assertThat(test.prefixes()).isEqualTo("/hello");
        assertThat(door.get("/hello").body()).isEqualTo("hello");
        assertThat(test.report().failedResourceDTOs).hasSize(1);
        ambiguous.unregister();
        assertThat(door.get("/hello").body()).isEqualTo("hello");
        assertThat(test.report().failedResourceDTOs).isEmpty();
    }

    @Test
    void buildsNothingAnewForAStoppingBundle() throws Exception {
        test.hosting().close();
        Bundle owner = test.bundle("com.acme.a");
        ServiceRegistration<?> first = resource(owner, new Hello());
        resource(owner, new Other());
        var left = new CompletableFuture<String>();
        context.addBundleListener((SynchronousBundleListener)
                event -> { // told before the hosting is
                    if (event.getType() == BundleEvent.STOPPING
                            && event.getBundle().equals(owner)) {
                        first.unregister();
                        left.complete(test.prefixes());
                    }
                });
        test.host(SharedExtensions.PURE);
        await(() -> test.prefixes().equals("/hello /other"));
        door.get("/hello");

        owner.stop();

        assertThat(left.get(10, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void tellsOfServicesItCannotUse() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, "no path");
        resource(owner, new Hello(), "osgi.jakartars.application.select", "((");
        owner.getBundleContext()
                .registerService(
                        Object.class.getName(),
                        new Object(),
                        FrameworkUtil.asDictionary(Map.of("osgi.jakartars.extension", "true")));
        application(owner, new Shop(), "/{nope}");

        await(() -> test.report().failedResourceDTOs.length == 3 && test.report().failedExtensionDTOs.length == 1);

        assertThat(test.report().failedResourceDTOs[0].failureReason)
                .isEqualTo(DTOConstants.FAILURE_REASON_VALIDATION_FAILED);
        assertThat(test.report().failedExtensionDTOs[0].failureReason)
                .isEqualTo(DTOConstants.FAILURE_REASON_NOT_AN_EXTENSION_TYPE);
        assertThat(door.mounts).isEmpty();
    }

    @Test
    void usesTheFirstOfServicesWithOneName() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello(), "osgi.jakartars.name", "same");
        resource(owner, new Other(), "osgi.jakartars.name", "same", "service.ranking", 1);
        resource(test.bundle("com.acme.b"), new Things(), "osgi.jakartars.name", "same");

        await(() -> test.prefixes().equals("/other /things"));

        await(() -> test.report().failedResourceDTOs.length == 1);
        assertThat(test.report().failedResourceDTOs[0].failureReason)
                .isEqualTo(DTOConstants.FAILURE_REASON_DUPLICATE_NAME);
    }

    @Test
    void refusesAnExtensionThatIsNotWhatItSays() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello());
        owner.getBundleContext()
                .registerService(
                        ContainerResponseFilter.class.getName(),
                        (ServiceFactory<Object>) new OfAnotherApi(),
                        FrameworkUtil.asDictionary(Map.of("osgi.jakartars.extension", "true")));

        await(() -> test.report().failedExtensionDTOs.length == 1);

        assertThat(test.report().failedExtensionDTOs[0].failureReason)
                .isIn(
                        DTOConstants.FAILURE_REASON_NOT_AN_EXTENSION_TYPE,
                        DTOConstants.FAILURE_REASON_SERVICE_NOT_GETTABLE);
        assertThat(test.body("/hello")).isEqualTo("hello");
    }

    private static final class OfAnotherApi implements ServiceFactory<Object> {
        @Override
        public Object getService(Bundle bundle, ServiceRegistration<Object> registration) {
            return new Object();
        }

        @Override
        public void ungetService(Bundle bundle, ServiceRegistration<Object> registration, Object service) {}
    }

    @Test
    void reportsWhatItHosts() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Other(), "osgi.jakartars.name", "others");
        extension(owner, new Stamp("a"));
        application(owner, new Shop(), "/shop");
        await(() -> test.report().defaultApplication.resourceDTOs.length == 1
                && test.report().defaultApplication.extensionDTOs.length == 1);

        RuntimeDTO dto = test.report();

        assertThat(dto.defaultApplication.name).isEqualTo(".default");
        assertThat(dto.defaultApplication.resourceDTOs[0].name).isEqualTo("others");
        assertThat(dto.defaultApplication.resourceDTOs[0].resourceMethods[0].path)
                .isEqualTo("/other/{id}");
        assertThat(dto.defaultApplication.extensionDTOs[0].extensionTypes)
                .containsExactly(ContainerResponseFilter.class.getName());
        assertThat(dto.applicationDTOs[0].base).isEqualTo("/shop/v1");
        assertThat(dto.applicationDTOs[0].resourceMethods).hasSize(2);
        assertThat(context.getServiceReference(JakartarsServiceRuntime.class).getProperty("service.changecount"))
                .isInstanceOf(Long.class);
    }

    @Test
    void leavesAPlaceToTheBundleThatHasItAndTakesItWhenItIsFree() throws Exception {
        Bundle first = test.bundle("com.acme.a");
        resource(first, new Hello());
        await(() -> test.prefixes().equals("/hello"));
        Bundle second = test.bundle("com.acme.b");
        resource(second, new Hello());
        await(() -> test.report().failedResourceDTOs.length == 1);

        first.stop();

        await(() -> test.prefixes().equals("/hello") && test.report().failedResourceDTOs.length == 0);
        assertThat(door.get("/hello").body()).isEqualTo("hello");
    }

    @Test
    void goesOnWithTheOldWhenAnAdditionBreaksARunningApplication() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello());
        await(() -> test.prefixes().equals("/hello"));
        assertThat(door.get("/hello").body()).isEqualTo("hello");

        resource(owner, new Things.Ambiguous());
        await(() -> test.report().failedResourceDTOs.length == 1);

        assertThat(test.prefixes()).isEqualTo("/hello");
        assertThat(door.get("/hello").body()).isEqualTo("hello");
    }

    @Test
    void followsChangedProperties() throws Exception {
        ServiceRegistration<?> registration = resource(test.bundle("com.acme.a"), new Hello());
        await(() -> test.prefixes().equals("/hello"));

        registration.setProperties(FrameworkUtil.asDictionary(Map.of("other", 1)));

        assertThat(door.mounts).isEmpty();
        registration.setProperties(FrameworkUtil.asDictionary(Map.of("osgi.jakartars.resource", "true")));
        await(() -> test.prefixes().equals("/hello"));
    }

    @Test
    void ignoresServicesForOtherWhiteboards() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello(), "osgi.jakartars.whiteboard.target", "(vendor=other)");
        resource(owner, new Other());

        await(() -> test.prefixes().equals("/other"));
    }

    @Test
    void findsResourceClassesOfBundlesThatAskForIt() throws Exception {
        Bundle asking = new TestBundle("com.acme.plain", "1.0.0")
                .header("DynamicImport-Package", "*")
                .header("Require-Capability", "osgi.extender;filter:=\"(osgi.extender=io.subrack.rest)\"")
                .header("Bundle-ClassPath", ".")
                .classes(RestHostingTest.class, Plain.class, Other.class)
                .install(providing(), "subrack:plain");
        asking.start();

        await(() -> test.prefixes().equals("/other /plain"));

        assertThat(door.get("/plain").body())
                .as(() -> String.valueOf(door.lastFailure))
                .isEqualTo("plain com.acme.plain");
        asking.stop();
        assertThat(door.mounts).isEmpty();
    }

    /** The extender capability stands in this bundle's manifest, which is not installed here. */
    private BundleContext providing() throws BundleException {
        new TestBundle("provider", "1.0.0")
                .header("Provide-Capability", "osgi.extender;osgi.extender=\"io.subrack.rest\"")
                .install(context, "provider")
                .start();
        return context;
    }

    @Path("plain")
    public static class Plain {
        private final BundleContext context;

        public Plain(BundleContext context) {
            this.context = context;
        }

        @GET
        @Produces("text/plain")
        public String get() {
            return "plain " + context.getBundle().getSymbolicName();
        }
    }

    @Test
    void servesADeclaredComponentWhereItsArtifactSaidAndLetsItGo() throws Exception {
        for (String library : new String[] {
            "org.apache.felix.scr", "org.osgi.util.promise", "org.osgi.util.function", "org.osgi.service.component"
        }) {
            context.installBundle(jarOf(library));
        }
        for (Bundle library : context.getBundles()) {
            library.start();
        }
        TestBundle artifact = new TestBundle("com.acme.ds", "1.0.0")
                .header("Service-Component", "OSGI-INF/*.xml")
                .header("DynamicImport-Package", "*")
                .header("Require-Capability", "osgi.extender;filter:=\"(osgi.extender=osgi.component)\"")
                .entry("OSGI-INF/plain.xml", DescribedArtifact.PROTOTYPE_XML)
                .classes(RestHostingTest.class, Declared.class);
        Bundle bundle = artifact.install(context, "subrack:ds");
        var loader = new WeakReference<>(startAndCall(bundle));

        assertThat(new RestDescription(new Staging())
                        .describe(new DescribedArtifact(artifact)).stream()
                                .map(contribution -> contribution.kind() + " " + contribution.id()))
                .containsExactly("endpoint GET /declared/{id}", "route /declared");
        bundle.stop();
        assertThat(door.mounts).isEmpty();
        bundle.uninstall();
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(null);

        await(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private ClassLoader startAndCall(Bundle bundle) throws Exception {
        bundle.start();
        await(() -> test.prefixes().equals("/declared"));
        assertThat(door.get("/declared/7").body())
                .as(() -> String.valueOf(door.lastFailure))
                .isEqualTo("{\"id\":\"7\"}");
        return bundle.adapt(BundleWiring.class).getClassLoader();
    }

    private static String jarOf(String symbolicName) {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (new File(entry).getName().startsWith(symbolicName + "-")) {
                return new File(entry).toURI().toString();
            }
        }
        throw new AssertionError(symbolicName + " is not on the class path");
    }

    /** Registered by declarative services. */
    @Path("declared/{id}")
    public static class Declared {
        @Context
        UriInfo uri;

        @GET
        @Produces("application/json")
        public Map<String, String> get(@PathParam("id") String id) {
            return Map.of("id", uri.getPathParameters().getFirst("id"));
        }
    }

    @Test
    void followsAFloodOfChanges() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        for (int i = 0; i < 200; i++) {
            ServiceRegistration<?> registration = resource(owner, new Hello());
            if (i % 3 == 0) {
                Thread.sleep(1);
            }
            registration.unregister();
            assertThat(door.mounts).isEmpty();
        }
        resource(owner, new Hello());

        await(() -> test.prefixes().equals("/hello"));
    }
}
