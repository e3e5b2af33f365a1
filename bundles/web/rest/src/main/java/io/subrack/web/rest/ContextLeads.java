/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.auth.api.Caller;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Context;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.glassfish.hk2.api.Injectee;
import org.glassfish.hk2.api.InjectionResolver;
import org.glassfish.hk2.api.ServiceHandle;
import org.glassfish.jersey.internal.inject.ContextInjectionResolver;
import org.glassfish.jersey.internal.inject.InjectionManager;
import org.jspecify.annotations.Nullable;

/**
 * Injects {@code @Context} into the objects of singleton services. Such an object is part of several applications: of
 * several bundles', or of the old and the new one while an application is replaced. What Jersey injects belongs to the
 * one that was built last; this leads to the one whose request the thread is at.
 */
@Singleton
final class ContextLeads implements InjectionResolver<Context> {
    private final Set<Class<?>> shared;
    private final Supplier<InjectionManager> manager;
    /** All that the leads hold of the application: the objects they are injected into may outlive it. */
    private final AtomicReference<@Nullable InjectionManager> home = new AtomicReference<>();

    private volatile @Nullable InjectionResolver<?> jerseys;

    /** @param shared classes of the objects */
    ContextLeads(Set<Class<?>> shared, Supplier<InjectionManager> manager) {
        this.shared = Set.copyOf(shared);
        this.manager = manager;
    }

    /** The application is not there any more. */
    void close() {
        home.set(null);
    }

    @Override
    public @Nullable Object resolve(Injectee injectee, ServiceHandle<?> root) {
        refuseForAllRequests(injectee);
        Object found = jerseys().resolve(injectee, root);
        boolean leads = found != null
                && injectee.getRequiredType() instanceof Class<?> type
                && type.isInterface()
                && shared.contains(injectee.getInjecteeClass());
        return leads ? lead((Class<?>) injectee.getRequiredType(), home) : found;
    }

    /** A caller is a record, so nothing can lead to the one of the request at hand. */
    private void refuseForAllRequests(Injectee injectee) {
        Class<?> type = injectee.getInjecteeClass();
        if (injectee.getRequiredType() == Caller.class
                && (shared.contains(type) || type.isAnnotationPresent(Singleton.class))) {
            throw new IllegalStateException(
                    type.getName() + " has one object for all requests, so it cannot keep a caller:"
                            + " take '@Context Caller' as a parameter of the method, or ask an injected SecurityContext");
        }
    }

    private InjectionResolver<?> jerseys() {
        InjectionResolver<?> resolver = jerseys;
        if (resolver == null) {
            InjectionManager own = manager.get();
            resolver = (InjectionResolver<?>) own.getInstance(ContextInjectionResolver.class);
            home.set(own);
            jerseys = resolver;
        }
        return resolver;
    }

    private static Object lead(Class<?> type, AtomicReference<@Nullable InjectionManager> home) {
        return Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> switch (method.getName()) {
                    case "equals" -> proxy == arguments[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    default -> invoke(target(type, home.get()), method, arguments);
                });
    }

    private static Object target(Class<?> type, @Nullable InjectionManager home) {
        JerseyApplication current = CurrentApplication.find();
        Object target = current != null ? current.context(type) : home != null ? home.getInstance(type) : null;
        if (target == null) {
            throw new IllegalStateException("no request is being answered, so there is no " + type.getName());
        }
        return target;
    }

    private static @Nullable Object invoke(Object target, Method method, Object @Nullable [] arguments)
            throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }

    @Override
    public boolean isConstructorParameterIndicator() {
        return true;
    }

    @Override
    public boolean isMethodParameterIndicator() {
        return false;
    }
}
