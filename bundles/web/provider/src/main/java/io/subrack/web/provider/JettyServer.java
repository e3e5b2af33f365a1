/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.auth.spi.Guard;
import io.subrack.web.spi.RequestObserver;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP server with the front door in it. It listens once it has been made, until it is stopped. */
final class JettyServer {
    private static final Logger log = LoggerFactory.getLogger(JettyServer.class);
    private static final String[] COMPRESSED_TYPES = {
        "application/json",
        "application/problem+json",
        "application/xml",
        "application/javascript",
        "application/openapi+json",
        "application/openapi+yaml",
        "application/openmetrics-text",
        "application/vnd.oai.openapi+json",
        "image/svg+xml",
        "text/css",
        "text/csv",
        "text/html",
        "text/javascript",
        "text/plain",
        "text/xml"
    };

    /** How long after the start of the last platform bundle its routes may still come. */
    private static final Duration MOUNTING = Duration.ofSeconds(5);

    private final WebConfig config;
    private final Routes routes;
    private final Path urlFile;
    private final Server server;
    private final ServerConnector connector;
    private final DoorHandler door;
    private final @Nullable RequestLog requestLog;
    private final ServletContextHandler servlets;

    /**
     * @param awaitsSet whether paths may get an owner later, so that requests for them wait
     * @param guards who says who calls; returns null while nobody does
     * @param observers who is told of requests
     * @param stopping whether the platform is being stopped
     * @throws IllegalStateException if it cannot listen; the message says which key to change
     */
    JettyServer(
            WebConfig config,
            Path data,
            boolean awaitsSet,
            Supplier<@Nullable Guard> guards,
            Supplier<List<RequestObserver>> observers,
            BooleanSupplier stopping) {
        Loading.encoders();
        this.config = config;
        urlFile = data.resolve("run").resolve("http.url");
        routes = new Routes(
                Duration.ofSeconds(config.drain_seconds()), Duration.ofSeconds(config.hold_seconds()), awaitsSet);
        server = new Server(threads(config));
        servlets = servletContext(config);
        requestLog = RequestLog.of(config, data);
        try {
            Files.createDirectories(urlFile.getParent());
            door = new DoorHandler(
                    config,
                    routes,
                    new Admission(guards),
                    new RequestReports(observers, requestLog),
                    server.getScheduler(),
                    stopping);
            connector = Connectors.connector(server, config);
        } catch (IOException e) {
            throw new IllegalStateException("Nothing can be served: " + e.getMessage(), e);
        }
        start();
    }

    private static QueuedThreadPool threads(WebConfig config) {
        QueuedThreadPool threads = new QueuedThreadPool(config.threads_max(), config.threads_min());
        threads.setName("http");
        if (config.threads_virtual()) {
            Executor virtual = VirtualThreads.getNamedVirtualThreadsExecutor("http-virtual-");
            if (virtual == null) {
                log.warn("{}: threads.virtual needs JDK 21 or newer; ordinary threads are used", WebConfig.PID);
            }
            threads.setVirtualThreadsExecutor(virtual);
        }
        return threads;
    }

    private static ServletContextHandler servletContext(WebConfig config) {
        ServletContextHandler context = new ServletContextHandler("/");
        ServletHolder holder = new ServletHolder("door", new DoorServlet(config.server_timing()));
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/*");
        context.addEventListener(new LogScopes());
        context.setClassLoader(JettyServer.class.getClassLoader());
        // The front door's own limit holds for forms, too; ambiguous paths have been refused.
        context.setMaxFormContentSize(Integer.MAX_VALUE);
        context.getServletHandler().setDecodeAmbiguousURIs(true);
        return context;
    }

    private static Handler compressing(WebConfig config, Handler inner) {
        GzipCompression gzip = new GzipCompression();
        gzip.setMinCompressSize(config.compression_bytes());
        CompressionConfig.Builder rules = CompressionConfig.builder();
        for (String type : COMPRESSED_TYPES) {
            rules.compressIncludeMimeType(type);
        }
        // A compressed body could grow beyond its limit.
        rules.decompressExcludePath("/*");
        CompressionHandler handler = new CompressionHandler(inner);
        handler.putCompression(gzip);
        handler.putConfiguration("/*", rules.build());
        return handler;
    }

    private void start() {
        door.leadTo(servlets, config.compression() ? compressing(config, servlets) : null);
        server.setHandler(door);
        server.setErrorHandler(new ProblemErrorHandler());
        server.addConnector(connector);
        connector.addBean(new NetworkConnectionLimit(config.connections_max(), connector));
        connector.addBean(new HeaderWatch(connector, config.header_timeout_seconds()));
        try {
            connector.open();
            server.start();
            announce();
        } catch (Exception e) {
            IllegalStateException failure = new IllegalStateException(whyNot(e), e);
            try {
                server.stop();
                connector.close();
            } catch (Exception second) {
                failure.addSuppressed(second);
            }
            throw failure;
        }
        log.info("The front door listens on {}", url());
    }

    private String whyNot(Exception e) {
        boolean taken = e instanceof BindException || e.getCause() instanceof BindException;
        if (taken) {
            return "Nothing can be served: port " + config.port() + " of " + config.host()
                    + " is taken or may not be used by this account. Set host and port in config/" + WebConfig.PID
                    + ".properties to free ones; port 0 picks one";
        }
        return "Nothing can be served: " + e + ". The keys are in config/" + WebConfig.PID + ".properties";
    }

    private void announce() throws IOException {
        Path fresh = urlFile.resolveSibling("http.url.new");
        Files.writeString(fresh, url() + "\n");
        Files.move(fresh, urlFile, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Returns where it is reached from this machine, as {@code http://127.0.0.1:8080}. */
    String url() {
        String host = config.host();
        if (host.equals("0.0.0.0") || host.equals("::")) {
            host = "127.0.0.1";
        }
        String scheme = config.tls_keystore().isEmpty() ? "http" : "https";
        return scheme + "://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port();
    }

    int port() {
        return connector.getLocalPort();
    }

    /** Returns the log of requests; null if none is kept. */
    @Nullable
    RequestLog requestLog() {
        return requestLog;
    }

    Routes routes() {
        return routes;
    }

    WebConfig config() {
        return config;
    }

    DoorHandler door() {
        return door;
    }

    /** All platform bundles are started. What they mount comes later, because it is collected first: on a slow machine seconds. */
    void platformIsComplete() {
        server.getScheduler().schedule(routes::platformIsComplete, MOUNTING.toMillis(), TimeUnit.MILLISECONDS);
    }

    ServletContext servletContext() {
        return servlets.getServletContext();
    }

    /** Stops to accept, lets what runs come to its end, then stops. */
    void stop() {
        try {
            Files.deleteIfExists(urlFile);
            connector.close();
            door.shut();
            int left = routes.drainAll(Duration.ofSeconds(config.drain_seconds()));
            if (left > 0) {
                log.warn("The front door closes with {} requests still running", left);
            }
        } catch (IOException e) {
            log.warn("{} could not be deleted", urlFile, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopServer();
        }
    }

    private void stopServer() {
        try {
            server.stop();
        } catch (Exception e) {
            log.warn("The HTTP server did not stop cleanly", e);
        }
        if (requestLog != null) {
            requestLog.close();
        }
    }
}
