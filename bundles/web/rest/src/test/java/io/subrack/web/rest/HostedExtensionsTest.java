/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static io.subrack.web.rest.TestDoor.await;
import static io.subrack.web.rest.TestHosting.application;
import static io.subrack.web.rest.TestHosting.extension;
import static io.subrack.web.rest.TestHosting.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.web.rest.TestHosting.Stamp;
import io.subrack.web.rest.TestResources.Hello;
import io.subrack.web.rest.TestResources.Other;
import io.subrack.web.rest.TestResources.Shop;
import jakarta.ws.rs.container.ContainerResponseFilter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.jakartars.runtime.dto.DTOConstants;

/** Which applications an extension is applied to. */
class HostedExtensionsTest {
    @RegisterExtension
    final TestHosting test = new TestHosting();

    @Test
    void appliesAnExtensionToItsOwnBundle() throws Exception {
        Bundle owner = test.bundle("com.acme.a");
        resource(owner, new Hello());
        await(() -> test.prefixes().equals("/hello"));
        assertThat(test.door().get("/hello").headers().firstValue("X-Stamp")).isEmpty();

        ServiceRegistration<?> extension = extension(owner, new Stamp("a"));
        await(() -> test.door().get("/hello").headers().firstValue("X-Stamp").isPresent());
        extension.unregister();

        assertThat(test.door().get("/hello").headers().firstValue("X-Stamp")).isEmpty();
    }

    @Test
    void appliesAnotherBundlesExtensionWhereItSelectsTheApplication() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());

        ServiceRegistration<?> extension = extension(
                test.bundle("com.acme.b"),
                new Stamp("b"),
                "osgi.jakartars.application.select",
                "(osgi.jakartars.name=.default)");

        await(() -> test.door().get("/hello").headers().firstValue("X-Stamp").isPresent());
        extension.unregister();
        assertThat(test.door().get("/hello").headers().firstValue("X-Stamp")).isEmpty();
    }

    @Test
    void keepsToTheOldInstanceOfAnExchangedBundleUntilThatIsGone() throws Exception {
        resource(test.bundle("com.acme.a"), new Hello());
        String select = "(osgi.jakartars.name=.default)";
        Bundle old = test.bundle("com.acme.b", "subrack:b:1");
        extension(old, new Stamp("old"), "osgi.jakartars.application.select", select);
        await(() -> test.door().get("/hello").headers().firstValue("X-Stamp").isPresent());
        extension(
                test.bundle("com.acme.b", "subrack:b:2"),
                new Stamp("new"),
                "osgi.jakartars.application.select",
                select);
        Thread.sleep(50); // long enough for a wrong change to show

        assertThat(test.door().get("/hello").headers().allValues("X-Stamp")).containsExactly("old");
        old.stop();

        await(() -> test.door().get("/hello").headers().allValues("X-Stamp").equals(List.of("new")));
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
        assertThat(test.door().get("/hello").headers().firstValue("X-Stamp")).hasValue("b");
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
}
