/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.Platform;
import io.subrack.kernel.api.PlatformProperties;
import io.subrack.kernel.launcher.PlatformMode;
import io.subrack.kernel.spi.DeploymentParticipant;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.PlatformModes;
import io.subrack.kernel.testing.TestBundles;
import io.subrack.kernel.testing.TestPlatform;
import io.subrack.web.spi.FrontDoor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.service.cm.ConfigurationAdmin;

/** The bundle in the framework, with the servlet whiteboard of Felix behind it. */
@Timeout(120)
class FrontDoorIT {
    private final HttpClient client = HttpClient.newHttpClient();

    private static TestBundles servletBundle(String version, String text) {
        return TestBundles.bundle("com.acme.web", version)
                .importing("jakarta.servlet")
                .header("Subrack-Public", "/web,/extra,/files,/pages")
                .importing("jakarta.servlet.http")
                .importing("org.osgi.framework")
                .activator("com.acme.web.Activator")
                .source("com.acme.web.Activator", """
                        package com.acme.web;
                        import jakarta.servlet.Servlet;
                        import jakarta.servlet.http.*;
                        import java.io.IOException;
                        import java.util.*;
                        import org.osgi.framework.*;
                        public class Activator implements BundleActivator {
                            public void start(BundleContext context) {
                                Hashtable<String, Object> web = new Hashtable<>();
                                web.put("io.subrack.access", "public");
                                web.put("osgi.http.whiteboard.servlet.pattern", new String[] {"/web/*", "/extra"});
                                web.put("osgi.http.whiteboard.resource.pattern", "/files/*");
                                web.put("osgi.http.whiteboard.resource.prefix", "/static");
                                context.registerService(Servlet.class, new Hello(), web);
                                Hashtable<String, Object> page = new Hashtable<>();
                                page.put("io.subrack.access", "public");
                                page.put("osgi.http.whiteboard.resource.pattern", "/pages/*");
                                page.put("osgi.http.whiteboard.resource.prefix", "/static");
                                context.registerService(Object.class, new Object(), page);
                            }
                            public void stop(BundleContext context) {}
                            static class Hello extends HttpServlet {
                                volatile boolean gone;
                                protected void doGet(HttpServletRequest request, HttpServletResponse response)
                                        throws IOException {
                                    if (request.getParameter("slow") != null) {
                                        try {
                                            Thread.sleep(1000);
                                        } catch (InterruptedException e) {
                                            throw new IOException(e);
                                        }
                                    }
                                    response.getWriter().print(gone ? "destroyed" : "TEXT " + request.getServletPath()
                                        + " " + request.getPathInfo());
                                }
                                public void destroy() {
                                    gone = true;
                                }
                            }
                        }
                        """.replace("TEXT", text))
                .resource("static/index.html", "<h1>hi</h1>");
    }

    private HttpResponse<String> get(TestPlatform platform, String path) throws IOException, InterruptedException {
        URI uri = URI.create(platform.baseUrl() + path);
        return client.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static void usePort(BundleContext context, int port) {
        try {
            context.addServiceListener(
                    event -> {
                        if (event.getType() == ServiceEvent.REGISTERED) {
                            configure(context, port);
                        }
                    },
                    "(objectClass=org.osgi.service.cm.ConfigurationAdmin)");
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }

    private static void configure(BundleContext context, int port) {
        ConfigurationAdmin admin = context.getService(context.getServiceReference(ConfigurationAdmin.class));
        try {
            admin.getConfiguration("io.subrack.web", "?")
                    .update(new Hashtable<>(
                            Map.of("port", String.valueOf(port), "hold.seconds", "4", "drain.seconds", "10")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @PlatformModes
    void putsTheServletsOfBundlesBehindTheFrontDoor(PlatformMode mode) throws Exception {
        TestPlatform.Settings settings = TestPlatform.with()
                .mode(mode)
                .share("org.apache.felix.configadmin")
                .share("org.apache.felix.http.servlet-api")
                .onFrameworkStart(context -> usePort(context, 0))
                .evenIfNotReady();

        try (TestPlatform platform = settings.start()) {
            assertThat(platform.context().getProperty(PlatformProperties.DATA)).isNotNull();
            var early = client.sendAsync(
                    HttpRequest.newBuilder(URI.create(platform.baseUrl() + "/early"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            Thread.sleep(200);
            assertThat(early).as("nobody knows yet who owns what").isNotDone();
            platform.service(DeploymentParticipant.class).expect(List.of());
            assertThat(early.get().statusCode()).isEqualTo(404);
            FrontDoor frontDoor = platform.service(FrontDoor.class);
            Bundle bundle = platform.install(servletBundle("1.0.0", "one"));
            Await.until("the mounts", () -> frontDoor.routes().size() == 4);

            assertThat(frontDoor.routes())
                    .extracting(FrontDoor.RouteStatus::prefix)
                    .containsExactly("/extra", "/files", "/pages", "/web");
            assertThat(get(platform, "/web/ada").body()).isEqualTo("one /web /ada");
            assertThat(get(platform, "/extra").body()).isEqualTo("one /extra null");
            assertThat(get(platform, "/pages/index.html").body()).isEqualTo("<h1>hi</h1>");
            assertThat(get(platform, "/files/index.html").body()).isEqualTo("<h1>hi</h1>");
            HttpResponse<String> missing = get(platform, "/pages/nope.html");
            assertThat(missing.statusCode()).isEqualTo(404);
            assertThat(missing.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(missing.body()).contains("http:resource-not-found");
            assertThat(get(platform, "/nobody").body()).contains("http:not-found");
            assertThat(platform.service(DeploymentParticipant.class).exclusive(bundle))
                    .contains("it registers servlets");

            var running = client.sendAsync(
                    HttpRequest.newBuilder(URI.create(platform.baseUrl() + "/web/x?slow=1"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            Await.until(
                    "the slow request",
                    () -> Thread.getAllStackTraces().values().stream()
                            .flatMap(Arrays::stream)
                            .anyMatch(frame -> frame.getClassName().equals("com.acme.web.Activator$Hello")));
            bundle.stop();
            assertThat(running.get().body()).isEqualTo("one /web /x");
            assertThat(frontDoor.routes()).allMatch(route -> route.state() == FrontDoor.State.HELD);

            var held = client.sendAsync(
                    HttpRequest.newBuilder(URI.create(platform.baseUrl() + "/web/y"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            Thread.sleep(200);
            bundle.start();
            assertThat(held.get().body()).isEqualTo("one /web /y");

            bundle.stop();
            assertThat(get(platform, "/web/x").statusCode()).isEqualTo(503);
            bundle.start();
            Await.until(
                    "the mounts",
                    () -> frontDoor.routes().stream().allMatch(route -> route.state() == FrontDoor.State.LIVE));
            bundle.stop();
            platform.context().registerService(Platform.class, new StoppingPlatform(), null);
            long before = System.nanoTime();
            assertThat(get(platform, "/web/x").statusCode()).isEqualTo(503);
            assertThat(System.nanoTime() - before)
                    .isLessThan(Duration.ofSeconds(3).toNanos());
        }
        Await.until(
                "the end of its threads",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .noneMatch(name -> name.startsWith("http-") || name.equals("servlet-mounts")));
    }

    private static TestBundles servlets(String name, String... patternsAndAccess) {
        StringBuilder registrations = new StringBuilder();
        for (int i = 0; i < patternsAndAccess.length; i += 2) {
            registrations.append(
                    "register(context, \"%s\", \"%s\");".formatted(patternsAndAccess[i], patternsAndAccess[i + 1]));
        }
        return TestBundles.bundle(name, "1.0.0")
                .importing("jakarta.servlet")
                .importing("jakarta.servlet.http")
                .importing("org.osgi.framework")
                .header("Subrack-Public", "/shop,/open")
                .activator(name + ".Activator")
                .source(name + ".Activator", """
                        package NAME;
                        import jakarta.servlet.Servlet;
                        import jakarta.servlet.http.*;
                        import java.io.IOException;
                        import java.util.*;
                        import org.osgi.framework.*;
                        public class Activator implements BundleActivator {
                            public void start(BundleContext context) {
                                REGISTRATIONS
                            }
                            public void stop(BundleContext context) {}
                            private static void register(BundleContext context, String pattern, String access) {
                                Hashtable<String, Object> web = new Hashtable<>();
                                web.put("osgi.http.whiteboard.servlet.pattern", pattern);
                                if (!access.isEmpty()) {
                                    web.put("io.subrack.access", access);
                                }
                                context.registerService(Servlet.class, new HttpServlet() {
                                    protected void doGet(HttpServletRequest request, HttpServletResponse response)
                                            throws IOException {
                                        response.getWriter().print(pattern + " " + request.getRemoteUser());
                                    }
                                }, web);
                            }
                        }
                        """.replace("NAME", name).replace("REGISTRATIONS", registrations));
    }

    private int status(TestPlatform platform, String path, String... scopes) throws Exception {
        return client.send(
                        HttpRequest.newBuilder(URI.create(platform.baseUrl() + path))
                                .header("Authorization", "Bearer " + platform.token(scopes))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    @PlatformModes
    void asksForWhatTheServletDemandsThatTheDispatcherChooses(PlatformMode mode) throws Exception {
        TestPlatform.Settings settings = TestPlatform.with()
                .mode(mode)
                .share("org.apache.felix.configadmin")
                .share("org.apache.felix.http.servlet-api")
                .onFrameworkStart(context -> usePort(context, 0))
                .evenIfNotReady();

        try (TestPlatform platform = settings.start()) {
            platform.service(DeploymentParticipant.class).expect(List.of());
            FrontDoor frontDoor = platform.service(FrontDoor.class);
            platform.install(servlets(
                    "com.acme.shop",
                    "/shop/*",
                    "scope:shop.read",
                    "/shop/window",
                    "public",
                    "/open/*",
                    "public",
                    "/open/till",
                    "role:clerk",
                    "/closed/*",
                    "public",
                    "/quiet/*",
                    "",
                    "/people/*",
                    "authenticated"));
            platform.install(servlets("com.acme.guest", "/shop/guest", "public"));
            Await.until("the mounts", () -> frontDoor.routes().size() == 7);

            assertThat(get(platform, "/shop/window").body()).isEqualTo("/shop/window null");
            assertThat(get(platform, "/shop/window/inside").statusCode())
                    .as("not the window, but what is behind it")
                    .isEqualTo(401);
            assertThat(get(platform, "/shop/guest").statusCode())
                    .as("no door of another bundle inside it, whatever that says of itself")
                    .isEqualTo(403);
            assertThat(status(platform, "/shop/guest", "shop.read")).isEqualTo(403);
            assertThat(status(platform, "/shop/window/inside", "other")).isEqualTo(403);
            assertThat(status(platform, "/shop/window/inside", "shop.read")).isEqualTo(200);
            assertThat(get(platform, "/open/till/1").body()).isEqualTo("/open/* null");
            assertThat(get(platform, "/open/till").statusCode()).isEqualTo(401);
            assertThat(status(platform, "/open/till", "other")).isEqualTo(403);
            assertThat(get(platform, "/closed/1").statusCode()).isEqualTo(403);
            assertThat(status(platform, "/closed/1", "other")).isEqualTo(403);
            assertThat(get(platform, "/quiet/1").statusCode()).isEqualTo(403);
            assertThat(status(platform, "/quiet/1", "other")).isEqualTo(403);
            HttpResponse<String> nobody = get(platform, "/people/1");
            assertThat(nobody.statusCode()).isEqualTo(401);
            assertThat(nobody.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"subrack\"");
            assertThat(nobody.body()).contains("urn:subrack:problem:http:unauthorized");
            assertThat(status(platform, "/people/1", "other")).isEqualTo(200);
            assertThat(frontDoor.localUrl()).isEqualTo(platform.baseUrl());

            platform.install(TestBundles.bundle("com.acme.thief", "1.0.0")
                    .importing("io.subrack.auth.api")
                    .importing("io.subrack.auth.spi")
                    .importing("org.osgi.framework")
                    .activator("com.acme.thief.Activator")
                    .source("com.acme.thief.Activator", """
                            package com.acme.thief;
                            import io.subrack.auth.api.Caller;
                            import io.subrack.auth.spi.*;
                            import java.util.*;
                            import org.osgi.framework.*;
                            public class Activator implements BundleActivator, Guard {
                                public void start(BundleContext context) {
                                    var first = new Hashtable<String, Object>(Map.of("service.ranking", 1_000));
                                    context.registerService(Guard.class, this, first);
                                }
                                public void stop(BundleContext context) {}
                                public boolean claimed() {
                                    return true;
                                }
                                public Authentication authenticate(Credentials credentials) {
                                    return new Authentication.Accepted(Caller.ANONYMOUS);
                                }
                                public Decision authorize(Caller caller, AccessRequirement requirement) {
                                    return Decision.PERMITTED;
                                }
                            }
                            """));
            assertThat(get(platform, "/people/1").statusCode())
                    .as("a capability's guard is none")
                    .isEqualTo(401);
        }
    }

    @PlatformModes
    void endsThePlatformThatCannotListen(PlatformMode mode) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            TestPlatform.Settings settings = TestPlatform.with()
                    .mode(mode)
                    .share("org.apache.felix.configadmin")
                    .onFrameworkStart(context -> usePort(context, taken.getLocalPort()));

            assertThatThrownBy(settings::start)
                    .hasMessageStartingWith("Nothing can be served: port " + taken.getLocalPort() + " of 127.0.0.1");
        }
    }

    /** A platform that is being stopped. */
    private static final class StoppingPlatform implements Platform {
        @Override
        public String version() {
            return "1";
        }

        @Override
        public Instant started() {
            return Instant.EPOCH;
        }

        @Override
        public State state() {
            return State.STOPPING;
        }

        @Override
        public List<String> awaiting() {
            return List.of();
        }
    }
}
