/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.TestBundles;
import io.subrack.kernel.testing.TestPlatform;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An unmodified whiteboard bundle of nothing but a filter, through deployments beside a bundle with an API. */
@Timeout(120)
class SharedExtensionIT {
    private static final String RESOURCE = """
            package com.acme.notes;

            @io.subrack.auth.api.PublicAccess
            @jakarta.ws.rs.Path("/notes")
            public class Notes {
                @jakarta.ws.rs.GET
                public String all() {
                    return "notes";
                }
            }
            """;
    private static final String FILTER = """
            package com.acme.stamp;

            import jakarta.ws.rs.container.*;

            public class Stamp implements ContainerResponseFilter {
                @Override
                public void filter(ContainerRequestContext request, ContainerResponseContext response) {
                    response.getHeaders().putSingle("X-Stamp", "VERSION");
                }
            }
            """;
    private static final String COMPONENT = """
            <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="NAME">
              <property name="osgi.jakartars.KIND" type="Boolean" value="true"/>
              <service><provide interface="SERVICE"/></service>
              <implementation class="NAME"/>
            </scr:component>
            """;

    private final HttpClient client = HttpClient.newHttpClient();

    private static String component(String name, String kind, String service) {
        return COMPONENT.replace("NAME", name).replace("KIND", kind).replace("SERVICE", service);
    }

    private static byte[] notes() {
        return TestBundles.bundle("com.acme.notes", "1.0.0")
                .importing("jakarta.ws.rs")
                .importing("io.subrack.auth.api")
                .header("Subrack-Public", "/notes")
                .source("com.acme.notes.Notes", RESOURCE)
                .componentXml(
                        "com.acme.notes.Notes", component("com.acme.notes.Notes", "resource", "com.acme.notes.Notes"))
                .bytes();
    }

    private static TestBundles stamp(String version) {
        return TestBundles.bundle("com.acme.stamp", version)
                .importing("jakarta.ws.rs.container")
                .importing("jakarta.ws.rs.core")
                .source("com.acme.stamp.Stamp", FILTER.replace("VERSION", version))
                .componentXml(
                        "com.acme.stamp.Stamp",
                        component(
                                "com.acme.stamp.Stamp",
                                "extension",
                                "jakarta.ws.rs.container.ContainerResponseFilter"));
    }

    /** Its filter is there at once, but a component of it never is. */
    private static byte[] neverWhole(String version) {
        return stamp(version)
                .source(
                        "com.acme.stamp.Waiting",
                        "package com.acme.stamp; public class Waiting { public void set(Runnable r) {} }")
                .componentXml("com.acme.stamp.Waiting", """
                        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="com.acme.stamp.Waiting">
                          <reference name="r" interface="java.lang.Runnable" target="(never=true)" bind="set"/>
                          <implementation class="com.acme.stamp.Waiting"/>
                        </scr:component>
                        """)
                .bytes();
    }

    @Test
    void comesAndGoesWithItsDeploymentsAndCostsNobodyARequest() throws Exception {
        try (var platform = TestPlatform.with()
                .share("org.apache.felix.http.servlet-api")
                .share("jakarta.servlet-api")
                .configure("io.subrack.deployment", "probe.millis", "3000")
                .start()) {
            committed(platform.deploy(notes()));
            Set<String> seen = Collections.synchronizedSet(new LinkedHashSet<>());
            List<Integer> failures = Collections.synchronizedList(new ArrayList<>());
            var over = new AtomicBoolean();
            var load = CompletableFuture.runAsync(() -> {
                while (!over.get()) {
                    HttpResponse<String> answer = get(platform);
                    seen.add(answer.headers().firstValue("X-Stamp").orElse("none"));
                    if (answer.statusCode() != 200) {
                        failures.add(answer.statusCode());
                    }
                }
            });

            Await.until("the first answer", () -> seen.contains("none"));
            committed(platform.deploy(stamp("1.0.0").bytes()));
            Await.until("the filter applies", () -> stamped(platform, "1.0.0") && seen.contains("1.0.0"));
            assertThat(platform.deploy(neverWhole("2.0.0")).status()).isEqualTo(Deployment.Status.UNDONE);
            assertThat(stamped(platform, "1.0.0")).isTrue();
            committed(platform.deploy(stamp("3.0.0").bytes()));
            Await.until("the new filter applies", () -> stamped(platform, "3.0.0") && seen.contains("3.0.0"));
            committed(platform.deploy(List.of(new Change.Uninstall("com.acme.stamp"))));
            Await.until("no filter applies", () -> stamped(platform, "none"));

            over.set(true);
            load.get();
            assertThat(failures).isEmpty();
            assertThat(seen).containsExactly("none", "1.0.0", "3.0.0");
        }
    }

    private static void committed(Deployment deployment) {
        assertThat(deployment.status()).as(deployment.toString()).isEqualTo(Deployment.Status.COMMITTED);
    }

    private boolean stamped(TestPlatform platform, String version) {
        return get(platform).headers().firstValue("X-Stamp").orElse("none").equals(version);
    }

    private HttpResponse<String> get(TestPlatform platform) {
        try {
            return client.send(
                    HttpRequest.newBuilder(URI.create(platform.baseUrl() + "/notes"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
