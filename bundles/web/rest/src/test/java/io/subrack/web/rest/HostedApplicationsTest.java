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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.jakartars.runtime.JakartarsServiceRuntime;
import org.osgi.service.jakartars.runtime.dto.DTOConstants;
import org.osgi.service.jakartars.runtime.dto.RuntimeDTO;

/** Applications of bundles, the resources in them, and what is reported of all that. */
class HostedApplicationsTest {
    @RegisterExtension
    final TestHosting test = new TestHosting();

    @Test
    void servesAnApplicationBelowItsBaseAndPath() throws Exception {
        application(test.bundle("com.acme.a"), new Shop(), "/shop");

        await(() -> test.prefixes().equals("/shop/v1/hello"));

        assertThat(test.door().get("/shop/v1/hello").body()).isEqualTo("hello");
        await(() -> "/shop/v1/hello".equals(test.door().lastTemplate));
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
        assertThat(test.door().get("/shop/v1/other/7").body()).startsWith("other 7");
        application.unregister();
        assertThat(test.door().mounts).isEmpty();
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
        assertThat(test.door().mounts).isEmpty();
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
        assertThat(test.context()
                        .getServiceReference(JakartarsServiceRuntime.class)
                        .getProperty("service.changecount"))
                .isInstanceOf(Long.class);
    }
}
