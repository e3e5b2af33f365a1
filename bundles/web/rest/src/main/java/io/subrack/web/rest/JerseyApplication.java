/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.web.api.WebProblem;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Providers;
import jakarta.ws.rs.ext.RuntimeDelegate;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.glassfish.jersey.CommonProperties;
import org.glassfish.jersey.InjectionManagerProvider;
import org.glassfish.jersey.internal.inject.InjectionManager;
import org.glassfish.jersey.media.sse.SseFeature;
import org.glassfish.jersey.process.internal.RequestContext;
import org.glassfish.jersey.process.internal.RequestScope;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.internal.RuntimeDelegateImpl;
import org.glassfish.jersey.server.model.ModelValidationException;
import org.glassfish.jersey.server.model.ResourceModelIssue;
import org.glassfish.jersey.server.spi.Container;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One Jersey application, built. Answers requests until it is closed, and leaves nothing behind then. */
final class JerseyApplication {
    private static final Logger log = LoggerFactory.getLogger(JerseyApplication.class);

    private final AppModel model;
    private final ApplicationHandler handler;
    private final ContextLeads leads;
    private final InjectionManager injection;
    private final RequestScope scope;
    private final List<Runnable> releases = new ArrayList<>();
    private final Set<ServletExchange> suspended = ConcurrentHashMap.newKeySet();
    private final Object timerLock = new Object();
    private @Nullable ScheduledThreadPoolExecutor timer; // guarded by timerLock
    private final JerseyRequests requests;

    /** Makes Jersey the implementation of Jakarta REST, without a search through class loaders. */
    static void prepareRuntime() {
        RuntimeDelegate.setInstance(new RuntimeDelegateImpl());
        JerseyLogs.leaveOutWhatIsToldElsewhere();
    }

    /**
     * Builds the application; takes some 50 ms of CPU.
     *
     * @throws IllegalStateException if Jersey refuses a resource or extension; says what it found
     */
    JerseyApplication(AppModel model) {
        this.model = model;
        var captured = new AtomicReference<InjectionManager>();
        Supplier<InjectionManager> manager = () -> Objects.requireNonNull(captured.get());
        this.leads = new ContextLeads(singletons(model), manager);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(BuildLoader.INSTANCE);
        try {
            this.handler = new ApplicationHandler(config(manager, captured));
            this.injection = handler.getInjectionManager();
            this.scope = injection.getInstance(RequestScope.class);
            this.requests = new JerseyRequests(model, handler.getConfiguration());
            handler.onStartup(new Handle(handler));
            for (InstanceSource resource : model.resources()) {
                if (!resource.perRequest()) {
                    injection.inject(Objects.requireNonNull(resource.acquire()));
                }
            }
        } catch (RuntimeException | Error e) { // a bundle's own code may throw what it likes
            InjectionManager begun = captured.get();
            leads.close();
            if (begun != null) {
                begun.shutdown();
            }
            releases.forEach(Runnable::run);
            throw new IllegalStateException(
                    model.label() + ": its REST application at " + model.base() + " cannot be built: " + reason(e), e);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        CurrentApplication.opened(this);
    }

    private static String reason(Throwable failure) {
        Throwable current = failure;
        while (current != null) {
            if (current instanceof ModelValidationException invalid) {
                return invalid.getIssues().stream()
                        .map(ResourceModelIssue::getMessage)
                        .distinct()
                        .collect(Collectors.joining("; "));
            }
            current = current.getCause();
        }
        return failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
    }

    private ResourceConfig config(Supplier<InjectionManager> manager, AtomicReference<InjectionManager> captured) {
        Supplier<ContainerRequest> request = () -> manager.get().getInstance(ContainerRequest.class);
        Supplier<Providers> providers = () -> manager.get().getInstance(Providers.class);
        var config = new ResourceConfig();
        config.property(CommonProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true);
        config.property(CommonProperties.METAINF_SERVICES_LOOKUP_DISABLE, true);
        config.property(CommonProperties.JAXRS_SERVICE_LOADING_ENABLE, false);
        config.property(CommonProperties.PROVIDER_DEFAULT_DISABLE, "ALL");
        config.property(ServerProperties.WADL_FEATURE_DISABLE, true);
        config.property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true);
        model.properties().forEach(config::property);

        config.register(new Capture(captured));
        config.register(new JerseyBinders.Servlets(request));
        config.register(new JerseyBinders.Leads(leads));
        config.register(SseFeature.class);
        config.register(new JsonProvider(providers, model.rejectUnknown()));
        config.register(new Answers.ThrowableMapper(model.label(), request, providers));
        config.register(new Answers.Finisher(model.base()));
        config.register(new Answers.BodyWatch(request));
        config.register(new RequestWatch(new AccessCheck(new AccessRules(model))));
        if (model.ofPlatform()) {
            config.register(new IdempotencyFilter(new IdempotentAnswers(Clock.systemUTC())));
        }
        model.extensions().forEach(extension -> register(config, extension));
        model.classes().forEach(config::register);
        model.singletons().forEach(config::register);
        model.resources().forEach(resource -> config.register(resource.type()));
        config.register(new JerseyBinders.Resources(model.resources(), request, manager));
        return config;
    }

    /** The classes of which the bundles' services have one object only. */
    private static Set<Class<?>> singletons(AppModel model) {
        var singletons = new HashSet<Class<?>>();
        Stream.concat(model.resources().stream(), model.extensions().stream().map(AppModel.Extension::source))
                .filter(source -> !source.perRequest())
                .forEach(source -> singletons.add(source.type()));
        return singletons;
    }

    private void register(ResourceConfig config, AppModel.Extension extension) {
        InstanceSource source = extension.source();
        Object instance = source.acquire();
        if (instance == null) {
            throw new IllegalStateException("extension " + source.type().getName() + " is no longer available");
        }
        releases.add(() -> source.release(instance));
        config.register(instance, extension.contracts().toArray(Class<?>[]::new));
    }

    String label() {
        return model.label();
    }

    /** Answers one request, now or, if the application makes it asynchronous, later. */
    void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            throw ServletExchange.resumeBrokenOff(request);
        }
        var exchange = new ServletExchange(this, request, response);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(model.loader());
        JerseyApplication outer = CurrentApplication.enter(this);
        boolean over;
        try {
            ContainerRequest jerseyRequest = requests.of(exchange);
            if (jerseyRequest == null) {
                exchange.write(Problem.of(WebProblem.BAD_REQUEST, "The request's URI is malformed"));
            } else {
                handler.handle(jerseyRequest);
            }
        } finally {
            thread.setContextClassLoader(before);
            CurrentApplication.leave(outer);
            over = exchange.leave();
        }
        if (over) {
            breakOff(exchange.truncation(), request);
        }
    }

    /** Says whether the calling thread is at a request of this application. */
    boolean isAtARequest() {
        try {
            RequestContext request = scope.isActive() ? scope.suspendCurrent() : null;
            if (request != null) {
                request.release();
            }
            return request != null;
        } catch (IllegalStateException e) { // shut down just now
            return false;
        }
    }

    /** Returns what {@code @Context} stands for here and now; null if it is nothing. */
    <T> @Nullable T context(Class<T> type) {
        return injection.getInstance(type);
    }

    private void breakOff(@Nullable Throwable reason, HttpServletRequest request) throws IOException {
        if (reason != null) {
            throw new IOException(model.label() + " broke off its answer to " + request.getRequestURI(), reason);
        }
    }

    /** Returns what runs time-outs. Own for each application: its handlers run there and may be slow. */
    ScheduledExecutorService timer() {
        synchronized (timerLock) {
            ScheduledThreadPoolExecutor running = timer;
            if (running == null) {
                running = new ScheduledThreadPoolExecutor(1, task -> {
                    var thread = new Thread(task, "rest-timeouts " + model.label());
                    thread.setDaemon(true);
                    return thread;
                });
                running.setRemoveOnCancelPolicy(true);
                running.setKeepAliveTime(10, TimeUnit.SECONDS);
                running.allowCoreThreadTimeOut(true);
                timer = running;
            }
            return running;
        }
    }

    void suspended(ServletExchange exchange) {
        suspended.add(exchange);
    }

    void completed(ServletExchange exchange) {
        suspended.remove(exchange);
    }

    /** Ends what still runs, then everything that the application holds. */
    void close() {
        new HashSet<>(suspended).forEach(ServletExchange::abandon);
        try {
            handler.onShutdown(new Handle(handler));
        } catch (RuntimeException e) { // a bundle's own component may fail in its end
            log.warn("{}: its REST application did not end cleanly", model.label(), e);
        }
        synchronized (timerLock) {
            if (timer != null) {
                timer.shutdownNow();
            }
        }
        CurrentApplication.closed(this);
        leads.close();
        releases.forEach(Runnable::run);
    }

    /** Keeps the injection manager, also of a build that fails later: hk2 holds it in a static map until shut down. */
    private record Capture(AtomicReference<InjectionManager> target) implements Feature {
        @Override
        public boolean configure(FeatureContext context) {
            target.set(InjectionManagerProvider.getInjectionManager(context));
            return true;
        }
    }

    /** What listeners of the application's life are given. */
    private record Handle(ApplicationHandler handler) implements Container {
        @Override
        public ResourceConfig getConfiguration() {
            return handler.getConfiguration();
        }

        @Override
        public ApplicationHandler getApplicationHandler() {
            return handler;
        }

        @Override
        public void reload() {
            throw new UnsupportedOperationException("update the bundle to reload its REST application");
        }

        @Override
        public void reload(ResourceConfig configuration) {
            reload();
        }
    }
}
