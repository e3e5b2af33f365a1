/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.inspection.spi.Inspector;
import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.spi.Causes;
import io.subrack.kernel.testing.TestGuard;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.media.sse.SseFeature;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;
import org.glassfish.jersey.servlet.spi.AsyncContextDelegate;
import org.glassfish.jersey.servlet.spi.AsyncContextDelegateProvider;
import org.osgi.framework.Bundle;

/** The API over HTTP, on plain Jetty and Jersey, over fakes. Checks each answer against the OpenAPI document. */
final class ApiServer {
    final FakeArtifacts artifacts = new FakeArtifacts();
    final FakeDeployments deployments = new FakeDeployments(artifacts);
    final FakeFramework framework = new FakeFramework();
    final FakePlatform platform = new FakePlatform();
    final FakeLog log = new FakeLog();
    final BundleLoggers owners;
    final EventStreams streams;
    final EventHub hub;
    final PlatformJobs jobs;
    final PlatformWatch watch;
    private final OpenApi openApi = OpenApi.read();
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    ApiServer() throws Exception {
        this(new Settings(Duration.ofMillis(1_500), 4, 20_000, Duration.ofMillis(700), 3));
    }

    ApiServer(Settings settings) throws Exception {
        streams = new EventStreams(deployments, platform, settings);
        hub = new EventHub(streams, platform);
        jobs = new PlatformJobs(hub);
        watch = new PlatformWatch(framework.context(), deployments, platform, hub, streams);
        var waits = new Waits(deployments, settings);
        var documents = new ApiDocuments(framework.context(), platform);
        var inspector = new Inspector(framework.context(), deployments, artifacts, new NoCauses());
        owners = new BundleLoggers(framework.context());
        var changes = new Changes(deployments, waits, settings, inspector);
        Logger.getLogger("org.glassfish.jersey").setLevel(Level.SEVERE);
        var application = new ResourceConfig()
                .property(ServerProperties.WADL_FEATURE_DISABLE, true)
                .register(new AbstractBinder() {
                    @Override
                    protected void configure() {
                        bind((AsyncContextDelegateProvider) AsyncRequest::new).to(AsyncContextDelegateProvider.class);
                    }
                })
                .register(JacksonFeature.withoutExceptionMappers())
                .register(SseFeature.class)
                .register(new StandInProblemMapper())
                .register(new ArtifactsResource(artifacts, settings))
                .register(new PlansResource(deployments, inspector))
                .register(new DeploymentsResource(deployments, waits, streams, settings, inspector))
                .register(new BundlesResource(deployments, artifacts, changes, settings, inspector))
                .register(new SetsResource(deployments, changes))
                .register(new ServicesResource(inspector))
                .register(new RoutesResource(new OneRoute()))
                .register(new PlatformResource(platform, deployments))
                .register(new OperationsResource(new OneRoute()))
                .register(new OpenApiResource(documents))
                .register(new ApisResource(new OneRoute(), deployments, platform, documents))
                .register(new GraphResource(inspector))
                .register(new OverviewResource(platform, deployments, inspector, new OneRoute()))
                .register(new EventsResource(hub, watch, streams))
                .register(new JobsResource(jobs, deployments, streams))
                .register(new LogsResource(log, owners, streams))
                .register(new LoggersResource(log))
                .register(new BundleLevelResource(framework.context(), deployments, log, owners));
        var context = new ServletContextHandler();
        var holder = new ServletHolder(new ServletContainer(application));
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        var callers = new FilterHolder(new Callers());
        callers.setAsyncSupported(true);
        context.addFilter(callers, "/*", EnumSet.of(DispatcherType.REQUEST));
        server.setHandler(context);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + Api.BASE + path);
    }

    Answer get(String path, String... headers) {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    Answer postJson(String path, String json) {
        return send("POST", path, BodyPublishers.ofString(json), "Content-Type", "application/json");
    }

    Answer putJson(String path, String json) {
        return send("PUT", path, BodyPublishers.ofString(json), "Content-Type", "application/json");
    }

    Answer postJar(String path, String content, String... headers) {
        var all = new java.util.ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/java-archive"));
        return send("POST", path, BodyPublishers.ofString(content), all.toArray(String[]::new));
    }

    Answer send(String method, String path, HttpRequest.BodyPublisher body, String... headers) {
        var request = HttpRequest.newBuilder(uri(path)).method(method, body).timeout(Duration.ofSeconds(20));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            openApi.check(method, Api.BASE + path.replaceAll("\\?.*", ""), response.statusCode());
            return new Answer(response);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void close() throws Exception {
        watch.close();
        jobs.close();
        streams.close();
        server.stop();
    }

    /** An answer. */
    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        String text() {
            return response.body();
        }

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(response.body());
            } catch (IOException e) {
                throw new IllegalStateException(response.body(), e);
            }
        }
    }

    /** Lets a request outlast its thread. */
    private static final class AsyncRequest implements AsyncContextDelegate {
        private final HttpServletRequest request;
        private final HttpServletResponse response;

        AsyncRequest(HttpServletRequest request, HttpServletResponse response) {
            this.request = request;
            this.response = response;
        }

        @Override
        public void suspend() {
            request.startAsync(request, response).setTimeout(0);
        }

        @Override
        public void complete() {
            if (request.isAsyncStarted()) {
                request.getAsyncContext().complete();
            }
        }
    }

    /** Says who calls, as the front door does: {@code tester}, or who stands in a header. */
    static final class Callers implements Filter {
        @Override
        public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            var plain = (HttpServletRequest) request;
            var name = plain.getHeader("X-Test-Caller");
            var scopes = plain.getHeader("X-Test-Scopes");
            var caller = TestGuard.user(
                    name == null ? "tester" : name, scopes == null ? Set.of() : Set.of(scopes.split(" ")), Set.of());
            chain.doFilter(
                    new HttpServletRequestWrapper(plain) {
                        @Override
                        public Principal getUserPrincipal() {
                            return caller;
                        }
                    },
                    response);
        }
    }

    /** What REST hosting does with a problem. */
    static final class StandInProblemMapper implements ExceptionMapper<ProblemException> {
        @Override
        public Response toResponse(ProblemException problem) {
            var document = new LinkedHashMap<String, Object>();
            document.put("type", problem.type().urn());
            document.put("title", problem.type().title());
            document.put("status", problem.type().status());
            document.put("detail", problem.getMessage());
            document.putAll(problem.extensions());
            return Response.status(problem.type().status())
                    .type("application/problem+json")
                    .entity(document)
                    .build();
        }
    }

    static final class FakePlatform implements Platform {
        private final Instant started = Instant.now().minusSeconds(90);

        volatile State state = State.READY;

        @Override
        public String version() {
            return "0.1.0";
        }

        @Override
        public Instant started() {
            return started;
        }

        @Override
        public State state() {
            return state;
        }

        @Override
        public List<String> awaiting() {
            return List.of();
        }
    }

    /** Knows the sentences alone. */
    private static final class NoCauses implements Causes {
        @Override
        public List<Cause> of(String symbolicName) {
            return List.of();
        }

        @Override
        public List<Cause> of(Bundle bundle, String component) {
            return List.of();
        }
    }

    private static final class OneRoute implements FrontDoor {
        @Override
        public Publication publish(Bundle owner, String publisher) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<RouteStatus> routes() {
            return List.of(new RouteStatus("/greeter", "com.acme.greeter", "1.0.0", State.LIVE, 2));
        }

        @Override
        public List<OperationStatus> operations() {
            return List.of(
                    new OperationStatus(
                            "com.acme.greeter",
                            "1.0.0",
                            "GET",
                            "/greeter/{name: [a-z]{1,9}}",
                            Access.GUARDED,
                            AccessRequirement.scopes("greeter.read")),
                    new OperationStatus("com.acme.greeter", "1.0.0", "*", "/greeter/files/*", Access.OPEN, null),
                    new OperationStatus(
                            "io.subrack.management.rest",
                            "0.1.0",
                            "GET",
                            Api.BASE + "/apis",
                            Access.GUARDED,
                            AccessRequirement.scopes("platform.read")));
        }

        @Override
        public URI localUrl() {
            throw new UnsupportedOperationException();
        }
    }
}
