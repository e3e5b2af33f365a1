/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static org.osgi.service.jakartars.runtime.JakartarsServiceRuntimeConstants.JAKARTA_RS_SERVICE_ENDPOINT;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_MEDIA_TYPE;

import io.subrack.web.spi.FrontDoor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.osgi.framework.AllServiceListener;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.runtime.JakartarsServiceRuntime;
import org.osgi.service.jakartars.runtime.dto.RuntimeDTO;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the whiteboard and has each bundle's host follow it. The state of record is the registry: events only say when
 * to look.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = "io.subrack.web.rest")
@Designate(ocd = RestHosting.Config.class)
public final class RestHosting implements AllServiceListener, SynchronousBundleListener, JakartarsServiceRuntime {
    private static final Logger log = LoggerFactory.getLogger(RestHosting.class);

    private final BundleContext context;
    private final FrontDoor door;
    private final Duration release;
    private final boolean rejectUnknown;
    private final ThreadPoolExecutor pool;
    private final ScheduledThreadPoolExecutor clock;
    private final Executor settled;
    private final Staging staging;
    private final Consumer<Set<Bundle>> moved = this::moved;
    private final Whiteboard board;
    private final Map<Long, BundleHost> hosts = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final ServiceRegistration<JakartarsServiceRuntime> registration;

    /** What an admin may set. */
    @ObjectClassDefinition(name = "Subrack REST hosting", description = "How bundles' REST resources are hosted")
    public @interface Config {
        /** How long additions of a starting bundle are collected before they are published. */
        @AttributeDefinition(
                name = "Settling time",
                description = "Milliseconds in which a bundle's additions are collected",
                min = "0",
                max = "1000")
        long settle_millis() default 2;

        /** How long a service that goes away waits for its requests to end, at most. */
        @AttributeDefinition(
                name = "Release time",
                description = "Seconds that a stopping service waits for its requests",
                min = "1",
                max = "3600")
        long release_seconds() default 60;

        /** Whether a JSON body with members that nobody knows is refused with 400. */
        @AttributeDefinition(name = "Reject unknown JSON members", description = "Strict reading of JSON bodies")
        boolean json_reject_unknown() default false;

        /** Which extensions without a selection of applications apply to other bundles, too. */
        @AttributeDefinition(
                name = "Shared extensions",
                description = "Whose extensions apply to other bundles without selecting them",
                options = {
                    @Option(label = "Bundles that have no API of their own", value = "pure"),
                    @Option(label = "All capability bundles", value = "all"),
                    @Option(label = "Nobody's", value = "none")
                })
        String shared_extensions() default "pure";
    }

    /** The same, checked. */
    record Settings(Duration settle, Duration release, boolean rejectUnknown, SharedExtensions shared) {
        static Settings of(Config config) {
            return new Settings(
                    Duration.ofMillis(checked("settle.millis", config.settle_millis(), 0, 1000)),
                    Duration.ofSeconds(checked("release.seconds", config.release_seconds(), 1, 3600)),
                    config.json_reject_unknown(),
                    SharedExtensions.of(config.shared_extensions()));
        }
    }

    @Activate
    public RestHosting(BundleContext context, @Reference FrontDoor door, @Reference Staging staging, Config config) {
        this(context, door, staging, Settings.of(config));
    }

    RestHosting(BundleContext context, FrontDoor door, Staging staging, Settings settings) {
        this.context = context;
        this.door = door;
        this.staging = staging;
        this.release = settings.release();
        this.rejectUnknown = settings.rejectUnknown();
        this.board = new Whiteboard(context, staging, settings.shared());
        JerseyApplication.prepareRuntime();
        this.pool = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), threads("rest-hosting"));
        this.clock = new ScheduledThreadPoolExecutor(1, threads("rest-hosting-clock"));
        clock.prestartCoreThread();
        clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        this.settled = task -> {
            var unused =
                    clock.schedule(() -> pool.execute(task), settings.settle().toMillis(), TimeUnit.MILLISECONDS);
        };
        this.registration = context.registerService(
                JakartarsServiceRuntime.class, this, FrameworkUtil.asDictionary(runtimeProperties()));
        open();
    }

    private static long checked(String key, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "io.subrack.web.rest: " + key + " must be " + min + " to " + max + ", not " + value);
        }
        return value;
    }

    /** Threads that live long must not remember the class loader of the bundle that happened to start them. */
    private static ThreadFactory threads(String name) {
        return task -> {
            var thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.setContextClassLoader(RestHosting.class.getClassLoader());
            return thread;
        };
    }

    private void open() {
        staging.watch(moved);
        context.addBundleListener(this);
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() == Bundle.ACTIVE) {
                scan(bundle);
            }
        }
        try {
            context.addServiceListener(this, Claims.FILTER);
            ServiceReference<?>[] present = context.getAllServiceReferences(null, Claims.FILTER);
            for (ServiceReference<?> reference : present == null ? new ServiceReference<?>[0] : present) {
                add(reference);
            }
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes everything off the front door. */
    @Deactivate
    public void close() {
        context.removeServiceListener(this);
        context.removeBundleListener(this);
        staging.unwatch(moved);
        await(hosts.values().stream().map(BundleHost::close).toList(), "REST hosting stops");
        hosts.clear();
        board.clear();
        try {
            registration.unregister();
        } catch (IllegalStateException e) {
            log.debug("The framework took the runtime service back already", e);
        }
        clock.shutdownNow();
        pool.shutdown();
    }

    @Override
    public void serviceChanged(ServiceEvent event) {
        ServiceReference<?> reference = event.getServiceReference();
        switch (event.getType()) {
            case ServiceEvent.REGISTERED -> add(reference);
            case ServiceEvent.MODIFIED -> modify(reference);
            default -> remove(reference);
        }
    }

    private void add(ServiceReference<?> reference) {
        Bundle owner = reference.getBundle();
        boolean shared = owner != null && board.shares(owner);
        WhiteboardService service = board.add(reference);
        if (service == null) {
            return;
        }
        if (reference.getBundle() == null) { // gone while it was looked at
            remove(reference);
            return;
        }
        host(service.owner());
        affectedBy(service).forEach(BundleHost::refresh);
        if (shared && !board.shares(service.owner())) { // it has an API of its own now
            hosts.values().forEach(BundleHost::refresh);
        }
    }

    private void modify(ServiceReference<?> reference) {
        WhiteboardService service = board.get(reference);
        if (service == null) {
            add(reference);
            return;
        }
        List<BundleHost> before = affectedBy(service);
        board.modified(service);
        before.forEach(BundleHost::refresh);
        affectedBy(service).forEach(BundleHost::refresh);
    }

    private void remove(ServiceReference<?> reference) {
        WhiteboardService service = board.remove(reference);
        if (service != null) {
            await(affectedBy(service).stream().map(BundleHost::withdraw).toList(), service);
            service.forget();
            retryRefused();
        }
    }

    /** A place may have become free for those who could not have it. */
    private void retryRefused() {
        for (BundleHost host : hosts.values()) {
            if (host.fault() != null) {
                host.refresh();
            }
        }
    }

    private BundleHost host(Bundle owner) {
        return hosts.computeIfAbsent(
                owner.getBundleId(),
                id -> new BundleHost(
                        owner,
                        door,
                        () -> board.plan(owner, runtimeProperties(), rejectUnknown),
                        pool,
                        settled,
                        () -> staging.isStaged(owner),
                        this::changed));
    }

    /** Returns the hosts that may have to change when this service does. */
    private List<BundleHost> affectedBy(WhiteboardService service) {
        return hosts.values().stream()
                .filter(host -> board.concerns(service, host.owner()))
                .toList();
    }

    /** A deployment shows or hides these bundles. */
    private void moved(Set<Bundle> bundles) {
        if (board.reachOut(bundles)) {
            hosts.values().forEach(BundleHost::refresh);
        }
    }

    private void await(List<CompletableFuture<Void>> changes, Object what) {
        try {
            CompletableFuture.allOf(changes.toArray(CompletableFuture[]::new))
                    .get(release.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("{} goes away while requests still use it: {} s are over", what, release.toSeconds());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        Bundle bundle = event.getBundle();
        switch (event.getType()) {
            case BundleEvent.STARTED -> {
                scan(bundle);
                if (board.shares(bundle)) {
                    hosts.values().forEach(BundleHost::refresh);
                }
            }
            case BundleEvent.STOPPING -> stopping(bundle);
            case BundleEvent.STOPPED -> board.forget(bundle);
            case BundleEvent.UNINSTALLED -> {
                stopping(bundle);
                board.forget(bundle);
            }
            default -> {}
        }
    }

    private void scan(Bundle bundle) {
        if (board.scan(bundle)) {
            host(bundle).refresh();
        }
    }

    private void stopping(Bundle bundle) {
        board.stopping(bundle);
        BundleHost host = hosts.get(bundle.getBundleId());
        if (host != null) {
            await(List.of(host.close()), host.owner());
            hosts.remove(bundle.getBundleId(), host);
            retryRefused();
        }
    }

    private void changed() {
        changes.incrementAndGet();
        try {
            clock.execute(this::tellChanged);
        } catch (RejectedExecutionException e) {
            log.debug("REST hosting has stopped", e);
        }
    }

    private void tellChanged() {
        try {
            registration.setProperties(FrameworkUtil.asDictionary(runtimeProperties()));
        } catch (IllegalStateException e) {
            log.debug("The runtime service is unregistered", e);
        }
    }

    private Map<String, Object> runtimeProperties() {
        var properties = new LinkedHashMap<String, Object>();
        properties.put(JAKARTA_RS_SERVICE_ENDPOINT, new String[] {"/"});
        properties.put(
                JAKARTA_RS_MEDIA_TYPE, new String[] {"application/json", "application/*+json", "text/event-stream"});
        properties.put(Constants.SERVICE_CHANGECOUNT, changes.get());
        return properties;
    }

    @Override
    public RuntimeDTO getRuntimeDTO() {
        return new RuntimeReport(registration.getReference(), List.copyOf(hosts.values()), board.services()).dto();
    }
}
