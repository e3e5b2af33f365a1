/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.launcher.PlatformMode;
import io.subrack.kernel.testing.Await;
import io.subrack.kernel.testing.PlatformModes;
import io.subrack.kernel.testing.TestBundles;
import io.subrack.kernel.testing.TestPlatform;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.wiring.BundleWiring;

/** REST hosting on the real platform, in both of its modes. */
@Timeout(120)
class RestPlatformIT {
    private static final String RESOURCE = """
            package com.acme.notes;

            import jakarta.ws.rs.*;
            import jakarta.ws.rs.container.*;
            import jakarta.ws.rs.core.*;
            import jakarta.ws.rs.sse.*;

            @io.subrack.auth.api.PublicAccess
            @Path("/notes")
            public class Notes {
                public record Note(String text, java.time.LocalDate day, java.util.Optional<String> by) {}

                @Context
                UriInfo uri;

                @Context
                jakarta.servlet.http.HttpServletRequest request;

                @GET
                @Path("{id: [0-9]+}")
                @Produces("application/json")
                public Note note(@PathParam("id") int id) {
                    return new Note("VERSION " + uri.getPath() + " " + request.getMethod(),
                            java.time.LocalDate.of(2026, 1, id), java.util.Optional.empty());
                }

                @POST
                @Consumes("application/json")
                @Produces("application/json")
                public Note add(Note note) {
                    return note;
                }

                @GET
                @Path("later")
                @Produces("text/plain")
                public void later(@Suspended AsyncResponse answer) {
                    new Thread(() -> answer.resume("later")).start();
                }

                @GET
                @Path("events")
                @Produces("text/event-stream")
                public void events(@Context SseEventSink sink, @Context Sse sse) {
                    sink.send(sse.newEvent("first"));
                    sink.close();
                }
            }
            """;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static byte[] notes(String version) {
        return TestBundles.bundle("com.acme.notes", version)
                .importing("jakarta.ws.rs")
                .importing("jakarta.ws.rs.core")
                .importing("jakarta.ws.rs.container")
                .importing("jakarta.ws.rs.sse")
                .importing("jakarta.servlet.http")
                .importing("org.osgi.framework")
                .importing("io.subrack.auth.api")
                .header("Subrack-Public", "/notes")
                .source("com.acme.notes.Notes", RESOURCE.replace("VERSION", version))
                .componentXml("com.acme.notes.Notes", """
                        <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.4.0" name="com.acme.notes.Notes">
                          <property name="osgi.jakartars.resource" type="Boolean" value="true"/>
                          <service scope="prototype"><provide interface="com.acme.notes.Notes"/></service>
                          <implementation class="com.acme.notes.Notes"/>
                        </scr:component>
                        """)
                .bytes();
    }

    @PlatformModes
    void servesABundleThroughItsLife(PlatformMode mode) throws Exception {
        try (var platform = TestPlatform.with()
                .mode(mode)
                .share("org.apache.felix.http.servlet-api")
                .share("jakarta.servlet-api")
                .start()) {
            Deployment first = platform.deploy(notes("1.0.0"));
            assertThat(first.status()).as(first.toString()).isEqualTo(Deployment.Status.COMMITTED);
            answers(platform);
            WeakReference<ClassLoader> loader = loader(platform);

            platform.deploy(notes("2.0.0"));
            assertThat(get(platform, "/notes/2").body()).contains("2.0.0 notes/2 GET");
            assertThat(platform.deployments().currentSet().bundles().get(0).contributions())
                    .contains(new Contribution(Contribution.ROUTE, "/notes"))
                    .contains(new Contribution(Contribution.ENDPOINT, "GET /notes/{id}"));
            Await.until("the old version's class loader is gone", () -> {
                System.gc();
                return loader.get() == null;
            });

            platform.deploy(List.of(new Change.Stop("com.acme.notes")));
            Await.until("the route is down", () -> status(platform, "/notes/2") == 503);
            platform.deploy(List.of(new Change.Start("com.acme.notes")));
            assertThat(get(platform, "/notes/2").statusCode()).isEqualTo(200);
            platform.deploy(List.of(new Change.Uninstall("com.acme.notes")));
            Await.until("the route is gone", () -> status(platform, "/notes/2") == 404);
        }
    }

    private void answers(TestPlatform platform) throws Exception {
        assertThat(get(platform, "/notes/1").body())
                .isEqualTo("{\"text\":\"1.0.0 notes/1 GET\",\"day\":\"2026-01-01\",\"by\":null}");
        assertThat(post(platform, "{\"text\":\"a\",\"day\":\"2026-02-03\"}").body())
                .contains("\"day\":\"2026-02-03\"");
        assertThat(post(platform, "{\"day\":\"soon\"}").body())
                .contains("Member 'day' is not an ISO 8601 LocalDate (line 1, column 8)");
        assertThat(get(platform, "/notes/99").statusCode()).isEqualTo(500);
        assertThat(get(platform, "/notes/x").body()).contains("urn:subrack:problem:http:resource-not-found");
        assertThat(get(platform, "/notes/later").body()).isEqualTo("later");
        assertThat(get(platform, "/notes/events").body()).isEqualTo("data: first\n\n");
    }

    private static WeakReference<ClassLoader> loader(TestPlatform platform) {
        return new WeakReference<>(platform.bundle("com.acme.notes")
                .orElseThrow()
                .adapt(BundleWiring.class)
                .getClassLoader());
    }

    private HttpResponse<String> get(TestPlatform platform, String path) throws Exception {
        return send(HttpRequest.newBuilder(uri(platform, path)));
    }

    private int status(TestPlatform platform, String path) {
        try {
            return get(platform, path).statusCode();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> post(TestPlatform platform, String body) throws Exception {
        return send(HttpRequest.newBuilder(uri(platform, "/notes"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static URI uri(TestPlatform platform, String path) {
        return URI.create(platform.baseUrl() + path);
    }
}
