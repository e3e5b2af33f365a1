/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static io.subrack.web.rest.TestDoor.await;
import static io.subrack.web.rest.TestHosting.application;
import static io.subrack.web.rest.TestHosting.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.web.rest.TestResources.Hello;
import io.subrack.web.rest.TestResources.Other;
import io.subrack.web.rest.TestResources.Shop;
import io.subrack.web.spi.MountHandler;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;

/** What is served while an application is built anew, and when that fails. */
class RebuildTest {
    @RegisterExtension
    final TestHosting test = new TestHosting();

    @Test
    void buildsWhatRemainsBeforeAServiceGoes() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello());
        ServiceRegistration<?> other = resource(owner, new Other());
        await(() -> test.prefixes().equals("/hello /other"));
        test.door().get("/hello");
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
        assertThat(test.door().get("/colours/red").body()).isEqualTo("red");

        converters.unregister();

        assertThat(test.prefixes()).isEqualTo("/shop/v1/hello");
        assertThat(test.report().failedResourceDTOs).hasSize(1);
        colourConverters(extending);
        await(() -> test.prefixes().equals("/colours /shop/v1/hello"));
        assertThat(test.door().get("/colours/red").body()).isEqualTo("red");
        assertThat(test.report().failedResourceDTOs).isEmpty();
    }

    @Test
    void keepsWhatWorksWhenSomethingElseGoesAfterAFailedAddition() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello());
        ServiceRegistration<?> shop = application(owner, new Shop(), "/shop");
        await(() -> test.prefixes().equals("/hello /shop/v1/hello"));
        test.door().get("/hello");
        ServiceRegistration<?> ambiguous = resource(owner, new Things.Ambiguous());
        await(() -> test.report().failedResourceDTOs.length == 1);

        shop.unregister();

        assertThat(test.prefixes()).isEqualTo("/hello");
        assertThat(test.door().get("/hello").body()).isEqualTo("hello");
        assertThat(test.report().failedResourceDTOs).hasSize(1);
        ambiguous.unregister();
        assertThat(test.door().get("/hello").body()).isEqualTo("hello");
        assertThat(test.report().failedResourceDTOs).isEmpty();
    }

    @Test
    void goesOnWithTheOldWhenAnAdditionBreaksARunningApplication() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello());
        await(() -> test.prefixes().equals("/hello"));
        assertThat(test.door().get("/hello").body()).isEqualTo("hello");

        resource(owner, new Things.Ambiguous());
        await(() -> test.report().failedResourceDTOs.length == 1);

        assertThat(test.prefixes()).isEqualTo("/hello");
        assertThat(test.door().get("/hello").body()).isEqualTo("hello");
    }

    @Test
    void buildsNothingAnewForAStoppingBundle() throws Exception {
        test.hosting().close();
        Bundle owner = test.bundle("com.acme.a");
        ServiceRegistration<?> first = resource(owner, new Hello());
        resource(owner, new Other());
        var left = new CompletableFuture<String>();
        test.context().addBundleListener((SynchronousBundleListener)
                event -> { // told before the hosting is
                    if (event.getType() == BundleEvent.STOPPING
                            && event.getBundle().equals(owner)) {
                        first.unregister();
                        left.complete(test.prefixes());
                    }
                });
        test.host(SharedExtensions.PURE);
        await(() -> test.prefixes().equals("/hello /other"));
        test.door().get("/hello");

        owner.stop();

        assertThat(left.get(60, TimeUnit.SECONDS)).isEmpty();
    }
}
