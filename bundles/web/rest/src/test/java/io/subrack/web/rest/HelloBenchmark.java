/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import com.sun.management.OperatingSystemMXBean;
import io.subrack.auth.api.Caller;
import io.subrack.auth.api.PublicAccess;
import io.subrack.kernel.testing.TestGuard;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.spi.GuardAttributes;
import io.subrack.web.spi.MountHandler;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * CPU per hello request of hosted applications against plain Jetty and Jersey in the same server process: interleaved
 * rounds after a warm-up that is counted in requests. Run it by hand: arguments are the warm-up and the requests of a
 * round.
 */
final class HelloBenchmark {
    private static final int ROUNDS = 7;
    private static final int PIPELINE = 32;

    private HelloBenchmark() {}

    @PublicAccess
    @Path("/hello")
    public static class Hello {
        @GET
        @Path("{name}")
        @Produces("text/plain")
        public String hello(@PathParam("name") String name) {
            return "hello " + name;
        }
    }

    public static void main(String[] arguments) throws Exception {
        int warmUp = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 300_000;
        int round = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60_000;
        JerseyApplication.prepareRuntime();
        var plain = server(new ServletContainer(new ResourceConfig(Hello.class)));
        var hosted = server(new Front(new RestApplication(
                TestApplication.model("/", List.of(), List.of(new InstanceSource.Constant(new Hello())), List.of()),
                () -> {})));
        var perRequest = server(new Front(
                new RestApplication(TestApplication.model("/", List.of(), List.of(), List.of(Hello.class)), () -> {})));
        Map<String, Integer> ports = new java.util.LinkedHashMap<>();
        ports.put("plain", port(plain));
        ports.put("hosted", port(hosted));
        ports.put("hosted, class", port(perRequest));
        for (int port : ports.values()) {
            load(port, warmUp);
        }
        Map<String, List<Double>> micros = new java.util.LinkedHashMap<>();
        for (int i = 0; i < ROUNDS; i++) {
            for (var target : ports.entrySet()) {
                micros.computeIfAbsent(target.getKey(), key -> new ArrayList<>())
                        .add(load(target.getValue(), round));
            }
        }
        double base = median(micros.get("plain"));
        micros.forEach((name, values) -> System.out.printf(
                Locale.ROOT, "%-14s %6.1f us  %.3f  %s%n", name, median(values), median(values) / base, values));
        plain.stop();
        hosted.stop();
        perRequest.stop();
    }

    /** What a front door does at least: a request id and the route template. */
    private static final class Front extends HttpServlet {
        private static final long serialVersionUID = 1L;
        private static final TestGuard GUARD = new TestGuard();
        private final transient MountHandler handler;

        Front(MountHandler handler) {
            this.handler = handler;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.setAttribute(RequestAttributes.REQUEST_ID, "r");
            request.setAttribute(RequestAttributes.CALLER, Caller.ANONYMOUS);
            request.setAttribute(GuardAttributes.GUARD, GUARD);
            try {
                handler.handle(request, response);
            } catch (jakarta.servlet.ServletException e) {
                throw new IOException(e);
            }
        }
    }

    private static Server server(jakarta.servlet.Servlet servlet) throws Exception {
        var server = new Server(new org.eclipse.jetty.util.thread.QueuedThreadPool(12, 4));
        var connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var context = new ServletContextHandler("/");
        var holder = new ServletHolder(servlet);
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
        return server;
    }

    private static int port(Server server) {
        return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Returns the CPU microseconds of this process per request; the client's part is the same for all. */
    private static double load(int port, int requests) throws IOException {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        byte[] batch = "GET /hello/ada HTTP/1.1\r\nHost: localhost\r\nAccept: text/plain\r\nUser-Agent: bench\r\n\r\n"
                .repeat(PIPELINE)
                .getBytes(StandardCharsets.US_ASCII);
        long before = system.getProcessCpuTime();
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            var buffer = new byte[64 * 1024];
            int length = 0;
            for (int sent = 0; sent < requests; sent += PIPELINE) {
                socket.getOutputStream().write(batch);
                if (length == 0) {
                    length = first(in, buffer) * PIPELINE;
                    continue;
                }
                int got = 0;
                while (got < length) {
                    got += in.read(buffer, 0, Math.min(buffer.length, length - got));
                }
            }
        }
        return (system.getProcessCpuTime() - before) / 1000.0 / requests;
    }

    /** Reads the first batch and returns the length of one answer; all are alike. */
    private static int first(InputStream in, byte[] buffer) throws IOException {
        var seen = new StringBuilder();
        while (true) {
            int read = in.read(buffer);
            seen.append(new String(buffer, 0, read, StandardCharsets.US_ASCII));
            if (seen.toString().split("hello ada", -1).length == PIPELINE + 1
                    && seen.toString().endsWith("hello ada")) {
                if (!seen.toString().startsWith("HTTP/1.1 200")) {
                    throw new IllegalStateException(seen.toString());
                }
                return seen.length() / PIPELINE;
            }
        }
    }
}
