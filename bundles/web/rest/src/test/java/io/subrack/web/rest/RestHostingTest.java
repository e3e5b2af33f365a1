/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static io.subrack.web.rest.TestDoor.await;
import static io.subrack.web.rest.TestHosting.extension;
import static io.subrack.web.rest.TestHosting.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.web.rest.TestHosting.Stamp;
import io.subrack.web.rest.TestResources.Hello;
import io.subrack.web.rest.TestResources.Other;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.MountHandler;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.jakartars.runtime.dto.DTOConstants;

/** Where the resource services of bundles are served, and for how long. */
class RestHostingTest {
    @RegisterExtension
    final TestHosting test = new TestHosting();

    @Test
    void servesAResourceServiceWhereItsPathSays() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());

        await(() -> test.prefixes().equals("/hello"));

        assertThat(test.door().get("/hello").body()).isEqualTo("hello");
        assertThat(test.door().mounts.get(0).access()).isEqualTo(Access.GUARDED);
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

        assertThat(test.door().mounts.get(0).handler())
                .isSameAs(test.door().mounts.get(1).handler());
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
        assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo("slow");
        unregistered.get(60, TimeUnit.SECONDS);
    }

    @Test
    void takesAllOfABundleOffTheFrontDoorWhenItStops() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello());
        resource(owner, new Other());
        await(() -> test.prefixes().equals("/hello /other"));

        owner.stop();

        assertThat(test.door().mounts).isEmpty();
        assertThat(test.door().closedOwners).containsExactly(owner.getBundleId() + "/rest");
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
        assertThat(test.door().get("/hello").body()).isEqualTo("hello");
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
        assertThat(test.door().get("/hello").headers().firstValue("X-Stamp")).isEmpty();
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

        assertThat(test.door().get("/other/1").body()).isEqualTo("other 1 other/1");
        assertThat(test.door().get("/other/2").body()).isEqualTo("other 2 other/2");

        assertThat(made.get() - looks).isEqualTo(2);
        await(() -> returned.get() == made.get());
    }

    @Test
    void letsAPlatformBundlesResourcesTakeLargerBodies() throws Exception {
        Bundle platform = test.bundle("io.subrack.x", "platform:io.subrack.x");
        resource(platform, new Hello());
        resource(platform, new Other(), "io.subrack.web.body.max", 5_000_000L);
        await(() -> test.prefixes().equals("/hello /other"));

        assertThat(test.door().mounts).allMatch(mount -> mount.access() == Access.GUARDED);
        assertThat(test.mount("/hello").maxBodyBytes()).isZero();
        assertThat(test.mount("/other").maxBodyBytes()).isEqualTo(5_000_000);
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
    void leavesAPlaceToTheBundleThatHasItAndTakesItWhenItIsFree() throws Exception {
        Bundle first = test.bundle("com.acme.a");
        resource(first, new Hello());
        await(() -> test.prefixes().equals("/hello"));
        Bundle second = test.bundle("com.acme.b");
        resource(second, new Hello());
        await(() -> test.report().failedResourceDTOs.length == 1);

        first.stop();

        await(() -> test.prefixes().equals("/hello") && test.report().failedResourceDTOs.length == 0);
        assertThat(test.door().get("/hello").body()).isEqualTo("hello");
    }

    @Test
    void followsChangedProperties() throws Exception {
        ServiceRegistration<?> registration = resource(test.bundle("com.acme.a"), new Hello());
        await(() -> test.prefixes().equals("/hello"));

        registration.setProperties(FrameworkUtil.asDictionary(Map.of("other", 1)));

        assertThat(test.door().mounts).isEmpty();
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
    void followsAFloodOfChanges() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        for (int i = 0; i < 200; i++) {
            ServiceRegistration<?> registration = resource(owner, new Hello());
            if (i % 3 == 0) {
                Thread.sleep(1);
            }
            registration.unregister();
            assertThat(test.door().mounts).isEmpty();
        }
        resource(owner, new Hello());

        await(() -> test.prefixes().equals("/hello"));
    }
}
