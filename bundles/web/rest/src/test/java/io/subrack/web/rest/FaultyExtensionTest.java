/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static io.subrack.web.rest.TestDoor.await;
import static io.subrack.web.rest.TestHosting.SELECT;
import static io.subrack.web.rest.TestHosting.extension;
import static io.subrack.web.rest.TestHosting.extensionAs;
import static io.subrack.web.rest.TestHosting.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.web.rest.TestHosting.Stamp;
import io.subrack.web.rest.TestResources.Hello;
import io.subrack.web.rest.TestResources.Other;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;
import org.osgi.framework.PrototypeServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.jakartars.runtime.dto.DTOConstants;

/** Extensions that break what they are applied to. */
class FaultyExtensionTest {
    @RegisterExtension
    final TestHosting test = new TestHosting();

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
}
