/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.auth.api.Caller;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.GenericType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.glassfish.hk2.api.InjectionResolver;
import org.glassfish.jersey.internal.inject.AbstractBinder;
import org.glassfish.jersey.internal.inject.InjectionManager;
import org.glassfish.jersey.process.internal.RequestScoped;
import org.glassfish.jersey.server.ContainerRequest;

/** What an application can have injected beyond Jersey's own. */
final class JerseyBinders {
    private static final int RANK_ABOVE_JERSEYS_OWN = 1000;

    private JerseyBinders() {}

    /** Has {@code @Context} resolved by ours, which asks Jersey's. */
    static final class Leads extends AbstractBinder {
        private final ContextLeads leads;

        Leads(ContextLeads leads) {
            this.leads = leads;
        }

        @Override
        protected void configure() {
            bind(leads).to(new GenericType<InjectionResolver<Context>>() {}).ranked(RANK_ABOVE_JERSEYS_OWN);
        }
    }

    /** Hands the instances of the bundle's services to Jersey. */
    static final class Resources extends AbstractBinder {
        private final List<InstanceSource> resources;
        private final Supplier<ContainerRequest> request;
        private final Supplier<InjectionManager> manager;

        Resources(
                List<InstanceSource> resources,
                Supplier<ContainerRequest> request,
                Supplier<InjectionManager> manager) {
            this.resources = resources;
            this.request = request;
            this.manager = manager;
        }

        @Override
        protected void configure() {
            for (InstanceSource resource : resources) {
                offer(resource);
            }
        }

        private void offer(InstanceSource resource) {
            @SuppressWarnings("unchecked")
            var type = (Class<Object>) resource.type();
            if (resource.perRequest()) {
                bindFactory(() -> perRequest(resource))
                        .to(type)
                        .proxy(false)
                        .in(RequestScoped.class)
                        .ranked(RANK_ABOVE_JERSEYS_OWN);
            } else {
                bind(Objects.requireNonNull(resource.acquire())).to(type).ranked(RANK_ABOVE_JERSEYS_OWN);
            }
        }

        private Object perRequest(InstanceSource resource) {
            Object instance = resource.acquire();
            if (instance == null) {
                throw new IllegalStateException(
                        "no instance of " + resource.type().getName() + " can be had");
            }
            Answers.exchange(request.get()).whenOver(() -> resource.release(instance));
            manager.get().inject(instance);
            return instance;
        }
    }

    /**
     * Makes the servlet objects injectable with {@code @Context}: objects that lead to those of the current request. Not
     * hk2's proxies: they need a class loader that sees the servlet API and hk2 both, and holders for each request.
     */
    static final class Servlets extends AbstractBinder {
        private final Supplier<ContainerRequest> request;

        Servlets(Supplier<ContainerRequest> request) {
            this.request = request;
        }

        @Override
        protected void configure() {
            offer(
                    HttpServletRequest.class,
                    () -> Answers.exchange(request.get()).request());
            offer(
                    HttpServletResponse.class,
                    () -> Answers.exchange(request.get()).response());
            offer(
                    ServletContext.class,
                    () -> Answers.exchange(request.get()).request().getServletContext());
            bindFactory(() -> JerseyRequests.caller(
                            Answers.exchange(request.get()).request()))
                    .to(Caller.class);
        }

        private <T> void offer(Class<T> type, Supplier<T> current) {
            InvocationHandler lead = (proxy, method, arguments) -> {
                try {
                    return method.invoke(current.get(), arguments);
                } catch (InvocationTargetException e) {
                    throw e.getTargetException();
                }
            };
            ClassLoader loader = type.getClassLoader();
            bind(type.cast(Proxy.newProxyInstance(loader, new Class<?>[] {type}, lead)))
                    .to(type);
        }
    }
}
