/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.Guard;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.GuardAttributes;
import io.subrack.web.spi.Mount;
import io.subrack.web.spi.MountHandler;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.osgi.framework.Bundle;

/** A front door in front of a real Jetty: longest prefix wins, replaced handlers are drained and closed. */
final class TestDoor implements FrontDoor {
    private static final Duration DEADLINE = Duration.ofSeconds(10);
    static final Duration DRAIN = Duration.ofSeconds(5);

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong ids = new AtomicLong();
    private final Map<String, List<Mount>> published = new LinkedHashMap<>();
    private final Map<MountHandler, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    final AtomicInteger suspended = new AtomicInteger();
    final List<String> closedOwners = new ArrayList<>();
    /** Lets everybody do everything, unless a test has another one. */
    volatile Guard guard = new OpenGuard();

    volatile List<Mount> mounts = List.of();
    volatile String lastTemplate;
    volatile Throwable lastFailure;
    volatile IOException bodyFault;
    volatile boolean bodyTooLarge;

    TestDoor() throws Exception {
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var context = new ServletContextHandler("/");
        var holder = new ServletHolder(new Dispatcher());
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        server.setHandler(context);
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort() + path);
    }

    int port() {
        return connector.getLocalPort();
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, null, headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(20))
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpClient client() {
        return client;
    }

    int running(MountHandler handler) {
        AtomicInteger count = inFlight.get(handler);
        return count == null ? 0 : count.get();
    }

    int running() {
        return inFlight.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    void mount(String prefix, MountHandler handler) {
        set("test", List.of(new Mount(prefix, io.subrack.web.spi.Access.OPEN, handler)));
    }

    @Override
    public Publication publish(Bundle owner, String publisher) {
        String key = owner.getBundleId() + "/" + publisher;
        return new Publication() {
            @Override
            public void set(List<Mount> wanted) {
                TestDoor.this.set(key, wanted);
            }

            @Override
            public void close() {
                set(List.of());
                synchronized (published) {
                    closedOwners.add(key);
                }
            }
        };
    }

    /** Returns as soon as something is so; fails if that takes too long. */
    static void await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.call()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private void set(String key, List<Mount> wanted) {
        Set<MountHandler> gone = new HashSet<>();
        synchronized (published) {
            for (var other : published.entrySet()) {
                for (Mount taken : other.getValue()) {
                    for (Mount mount : wanted) {
                        if (!other.getKey().equals(key) && taken.prefix().equals(mount.prefix())) {
                            throw new io.subrack.kernel.api.ProblemException(
                                    io.subrack.web.api.WebProblem.CONFLICT, mount.prefix() + " is taken");
                        }
                    }
                }
            }
            List<Mount> before = published.put(key, List.copyOf(wanted));
            if (before != null) {
                before.forEach(mount -> gone.add(mount.handler()));
            }
            wanted.forEach(mount -> gone.remove(mount.handler()));
            mounts = published.values().stream()
                    .flatMap(List::stream)
                    .sorted(Comparator.comparing((Mount mount) -> mount.prefix().length())
                            .reversed())
                    .toList();
        }
        long deadline = System.nanoTime() + DRAIN.toNanos();
        for (MountHandler handler : gone) {
            while (running(handler) > 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            handler.close();
            inFlight.remove(handler);
        }
    }

    @Override
    public URI localUrl() {
        return server.getURI();
    }

    @Override
    public List<RouteStatus> routes() {
        return List.of();
    }

    void close() throws Exception {
        server.stop();
    }

    private final class Dispatcher extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
            request.setAttribute(RequestAttributes.REQUEST_ID, "r" + ids.incrementAndGet());
            admit(request);
            MountHandler handler = enter(request);
            if (handler == null) {
                response.setStatus(404);
                return;
            }
            var count = (Count) request.getAttribute("count");
            try {
                handler.handle(bodyFault == null ? request : new BrokenBody(request), response);
            } catch (ProblemException e) {
                response.setStatus(e.type().status());
            } catch (Exception e) {
                lastFailure = e;
                if (response.isCommitted()) {
                    throw new IOException(e);
                }
                response.setStatus(500);
            } finally {
                lastTemplate = (String) request.getAttribute(RequestAttributes.ROUTE_TEMPLATE);
                if (request.isAsyncStarted() && request.getDispatcherType() == DispatcherType.REQUEST) {
                    suspended.incrementAndGet();
                    request.getAsyncContext().addListener(count);
                } else {
                    count.down();
                }
            }
        }

        private void admit(HttpServletRequest request) {
            String token = request.getHeader("Authorization");
            var credentials = new Guard.Credentials(
                    token == null ? List.of() : List.of(token), List.of(), request.getMethod(), null, null, false);
            var accepted = (Guard.Authentication.Accepted) guard.authenticate(credentials);
            request.setAttribute(RequestAttributes.CALLER, accepted.caller());
            request.setAttribute(GuardAttributes.GUARD, guard);
        }

        /** Counts the request before it looks again: a handler that is gone by then may be closed already. */
        private MountHandler enter(HttpServletRequest request) {
            MountHandler handler = find(request.getRequestURI());
            while (handler != null && request.getAttribute("count") == null) {
                AtomicInteger running = inFlight.computeIfAbsent(handler, key -> new AtomicInteger());
                running.incrementAndGet();
                MountHandler now = find(request.getRequestURI());
                if (now == handler) {
                    request.setAttribute("count", new Count(running, new AtomicBoolean()));
                } else {
                    running.decrementAndGet();
                    handler = now;
                }
            }
            return handler;
        }

        private MountHandler find(String path) {
            for (Mount mount : mounts) {
                String prefix = mount.prefix();
                if (prefix.equals("/") || path.equals(prefix) || path.startsWith(prefix + "/")) {
                    return mount.handler();
                }
            }
            return null;
        }
    }

    /** A request whose body cannot be read. */
    private final class BrokenBody extends HttpServletRequestWrapper {
        BrokenBody(HttpServletRequest request) {
            super(request);
        }

        @Override
        public Object getAttribute(String name) {
            return name.equals(RequestAttributes.BODY_TOO_LARGE) ? (Object) bodyTooLarge : super.getAttribute(name);
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            throw bodyFault;
        }
    }

    private static final class OpenGuard implements Guard {
        @Override
        public boolean claimed() {
            return true;
        }

        @Override
        public Authentication authenticate(Credentials credentials) {
            return new Authentication.Accepted(Caller.ANONYMOUS);
        }

        @Override
        public Decision authorize(Caller caller, AccessRequirement requirement) {
            return Decision.PERMITTED;
        }
    }

    private record Count(AtomicInteger running, AtomicBoolean done) implements AsyncListener {
        void down() {
            if (done.compareAndSet(false, true)) {
                running.decrementAndGet();
            }
        }

        @Override
        public void onComplete(AsyncEvent event) {
            down();
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {}

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
