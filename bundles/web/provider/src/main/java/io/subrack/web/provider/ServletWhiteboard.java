/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import jakarta.servlet.Filter;
import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.runtime.dto.RequestInfoDTO;
import org.osgi.service.servlet.runtime.dto.RuntimeDTO;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the servlets of the OSGi servlet whiteboard behind the front door. Felix HTTP finds and calls them; here they get
 * mounts that belong to the bundle that registered them, so that hold, drain and ownership hold for them, too.
 *
 * <p>A servlet is mounted after Felix has taken it, and unmounted and drained before Felix hears that it goes: the first
 * by asking Felix, the second by a hook, because the order of listeners is nobody's promise.
 */
@Component(service = ServletWhiteboard.class, immediate = true)
public final class ServletWhiteboard {
    private static final Logger log = LoggerFactory.getLogger(ServletWhiteboard.class);
    private static final String FILTER = "(|(" + HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN + "=*)("
            + HttpWhiteboardConstants.HTTP_WHITEBOARD_RESOURCE_PATTERN + "=*))";
    private static final long RETRY_MILLIS = 2;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final BundleContext context;
    private final Routes routes;
    private final HttpServlet dispatcher;
    private volatile @Nullable HttpServiceRuntime runtime;
    private final Map<Long, ServletMount> services = new ConcurrentHashMap<>();
    private final ServletGuard guard = new ServletGuard(this::choice, this::served);
    private final Map<Bundle, ServletMounts> bundles = new ConcurrentHashMap<>();
    private final ScheduledExecutorService retries;
    private final ServiceListener listener = this::changed;
    private final ServiceRegistration<EventListenerHook> hook;
    private @Nullable ServiceRegistration<Filter> sentOn; // guarded by this

    /** @throws ServletException if Felix HTTP refuses to start */
    @Activate
    public ServletWhiteboard(
            BundleContext context,
            @Reference JettyServer server,
            @Reference(target = "(http.felix.dispatcher=*)") HttpServlet dispatcher)
            throws ServletException, InvalidSyntaxException {
        this(context, server.routes(), server.servletContext(), dispatcher);
    }

    ServletWhiteboard(BundleContext context, Routes routes, ServletContext servlets, HttpServlet dispatcher)
            throws ServletException, InvalidSyntaxException {
        this.context = context;
        this.routes = routes;
        this.dispatcher = dispatcher;
        retries = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "servlet-mounts");
            thread.setDaemon(true);
            return thread;
        });
        hook = context.registerService(EventListenerHook.class, this::beforeListeners, null);
        context.addServiceListener(listener, FILTER);
        dispatcher.init(new DispatcherConfig(servlets));
        ServiceReference<?>[] present = context.getAllServiceReferences(null, FILTER);
        if (present != null) {
            List.of(present).forEach(this::came);
        }
    }

    @Deactivate
    void stop() {
        context.removeServiceListener(listener);
        hook.unregister();
        watchSentOn(false);
        retries.shutdownNow();
        services.clear();
        List.copyOf(bundles.values()).forEach(ServletMounts::close);
        bundles.clear();
        dispatcher.destroy();
    }

    private void changed(ServiceEvent event) {
        switch (event.getType()) {
            case ServiceEvent.REGISTERED, ServiceEvent.MODIFIED -> came(event.getServiceReference());
            case ServiceEvent.MODIFIED_ENDMATCH -> goes(event.getServiceReference());
            default -> {
                // What is unregistered has been taken care of by the hook.
            }
        }
    }

    private void beforeListeners(ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> ignored) {
        if (event.getType() == ServiceEvent.UNREGISTERING) {
            goes(event.getServiceReference());
        }
    }

    private static long id(ServiceReference<?> service) {
        return (Long) service.getProperty(Constants.SERVICE_ID);
    }

    private void came(ServiceReference<?> service) {
        Bundle bundle = service.getBundle();
        if (bundle != null && ServletPatterns.owns(service)) {
            watchSentOn(true);
            services.put(id(service), new ServletMount(service, bundle, System.nanoTime() + PATIENCE_NANOS));
            settle();
        }
    }

    /** Stands between servlets once there are some, before one of them is mounted. */
    private synchronized void watchSentOn(boolean on) {
        ServiceRegistration<Filter> before = sentOn;
        if (on && before == null) {
            sentOn = context.registerService(Filter.class, new SentOnFilter(guard), SentOnFilter.properties());
        } else if (!on && before != null) {
            sentOn = null;
            before.unregister();
        }
    }

    private void goes(ServiceReference<?> service) {
        ServletMount mount = services.remove(id(service));
        if (mount != null) {
            goes(mount.bundle(), mount.id());
        }
    }

    private void goes(Bundle bundle, long id) {
        ServletMounts mounts = bundles.get(bundle);
        if (mounts == null) {
            return;
        }
        mounts.remove(id);
        if (mounts.over()) {
            bundles.remove(bundle, mounts);
        }
    }

    /** Mounts what Felix has taken by now, and comes back for the rest. */
    private void settle() {
        if (services.values().stream().noneMatch(ServletMount::open)) {
            return;
        }
        RuntimeDTO runtime = runtime();
        boolean again = false;
        for (ServletMount mount : services.values()) {
            if (mount.open()) {
                again |= !settled(mount, runtime);
            }
        }
        if (again) {
            try {
                var unused = retries.schedule(this::retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                log.debug("stopped while servlets were coming", e);
            }
        }
    }

    private void retry() {
        try {
            settle();
        } catch (RuntimeException e) {
            log.warn("Servlets could not be mounted", e);
        }
    }

    private boolean settled(ServletMount mount, @Nullable RuntimeDTO runtime) {
        if (runtime != null && mount.lookUp(runtime)) {
            if (mount.fault() != null) {
                log.warn("{}", mount.fault());
                return true;
            }
            return mounted(mount);
        }
        return mount.giveUpIfLate();
    }

    private boolean mounted(ServletMount mount) {
        try {
            ServletMounts mounts = bundles.computeIfAbsent(
                    mount.bundle(), bundle -> new ServletMounts(routes, bundle, dispatcher, guard));
            if (!mounts.add(mount)) {
                bundles.remove(mount.bundle(), mounts);
                mount.reopen();
                return false;
            }
        } catch (IllegalStateException e) {
            // The bundle's last servlet has just gone, and its list of mounts is being closed.
            log.debug("{} must wait until the mounts before it are closed", mount.bundle(), e);
            mount.reopen();
            return false;
        }
        if (services.get(mount.id()) != mount) {
            // It went while it came.
            goes(mount.bundle(), mount.id());
        }
        return true;
    }

    private @Nullable RuntimeDTO runtime() {
        HttpServiceRuntime found = dispatch();
        return found == null ? null : found.getRuntimeDTO();
    }

    /** Returns the runtime of Felix; it comes once and goes with the dispatcher. */
    private @Nullable HttpServiceRuntime dispatch() {
        HttpServiceRuntime known = runtime;
        if (known == null) {
            ServiceReference<HttpServiceRuntime> reference = context.getServiceReference(HttpServiceRuntime.class);
            known = reference == null ? null : context.getService(reference);
            runtime = known;
        }
        return known;
    }

    private @Nullable RequestInfoDTO choice(String path) {
        HttpServiceRuntime found = dispatch();
        return found == null ? null : found.calculateRequestInfoDTO(path);
    }

    private @Nullable ServletMount served(long id) {
        ServletMount mount = services.get(id);
        return mount != null && mount.served() ? mount : null;
    }

    /** Says what a bundle has registered that is not served, as sentences. */
    List<String> unsettled(Bundle bundle) {
        List<String> sentences = new ArrayList<>();
        for (ServletMount mount : services.values()) {
            String sentence = mount.bundle().equals(bundle) ? mount.missing() : null;
            if (sentence != null) {
                sentences.add(sentence);
            }
        }
        return sentences;
    }

    private record DispatcherConfig(ServletContext context) implements ServletConfig {
        @Override
        public String getServletName() {
            return "whiteboard";
        }

        @Override
        public ServletContext getServletContext() {
            return context;
        }

        @Override
        public @Nullable String getInitParameter(String name) {
            return null;
        }

        @Override
        public Enumeration<String> getInitParameterNames() {
            return Collections.emptyEnumeration();
        }
    }
}
