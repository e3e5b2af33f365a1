/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.WriterInterceptor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.glassfish.jersey.server.model.Resource;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceObjects;
import org.osgi.framework.ServiceReference;
import org.osgi.service.jakartars.runtime.dto.DTOConstants;

/**
 * One service on the whiteboard. Its class is looked at once, when it appears; a singleton's object is then kept until
 * {@link #forget}.
 */
final class WhiteboardService implements InstanceSource {
    private static final Map<String, Class<?>> CONTRACTS = contracts(
            ContainerRequestFilter.class,
            ContainerResponseFilter.class,
            ReaderInterceptor.class,
            WriterInterceptor.class,
            MessageBodyReader.class,
            MessageBodyWriter.class,
            ContextResolver.class,
            ExceptionMapper.class,
            ParamConverterProvider.class,
            Feature.class,
            DynamicFeature.class);

    private final ServiceReference<Object> reference;
    private final Bundle owner;
    private final long id;
    private final boolean prototype;
    private final ServiceObjects<Object> objects;
    private final @Nullable Object singleton;
    private final Class<?> type;
    private final Set<Class<?>> contracts;
    private final @Nullable Contents contents;
    private final @Nullable String unusable;
    private volatile @Nullable Claims claims;
    private volatile int ranking;
    private volatile @Nullable Refusal refusal;

    /**
     * Why a service is not used.
     *
     * @param reason one of {@link DTOConstants}
     * @param sentence the same for people
     */
    record Refusal(int reason, String sentence) {}

    /** What an {@code Application} lists. */
    record Contents(List<Class<?>> classes, List<Object> singletons, Map<String, Object> properties) {
        Contents {
            classes = List.copyOf(classes);
            singletons = List.copyOf(singletons);
            properties = Map.copyOf(properties);
        }

        @SuppressWarnings("deprecation") // singletons are deprecated, not gone
        static Contents of(Application application) {
            return new Contents(
                    List.copyOf(application.getClasses()),
                    List.copyOf(application.getSingletons()),
                    application.getProperties());
        }
    }

    @SuppressWarnings("unchecked")
    WhiteboardService(BundleContext context, ServiceReference<?> reference, Bundle owner) {
        this.reference = (ServiceReference<Object>) reference;
        this.owner = owner;
        this.id = (Long) reference.getProperty(Constants.SERVICE_ID);
        this.prototype = Constants.SCOPE_PROTOTYPE.equals(reference.getProperty(Constants.SERVICE_SCOPE));
        this.objects = context.getServiceObjects(this.reference);
        this.contracts = contracts(reference);
        Object instance = objects == null ? null : get();
        this.type = instance == null ? Object.class : instance.getClass();
        boolean perRequest = prototype && !Application.class.isAssignableFrom(type);
        this.singleton = perRequest ? null : instance;
        if (perRequest && instance != null) {
            objects.ungetService(instance);
        }
        Contents listed = null;
        String fault = null;
        if (singleton instanceof Application application) {
            try {
                listed = Contents.of(application);
            } catch (RuntimeException | LinkageError e) { // the application is a bundle's own code
                fault = "its application cannot list its classes: " + e;
            }
        }
        this.contents = listed;
        this.unusable = fault;
        read(instance == null);
    }

    private static Map<String, Class<?>> contracts(Class<?>... types) {
        var contracts = new HashMap<String, Class<?>>();
        for (Class<?> type : types) {
            contracts.put(type.getName(), type);
        }
        return Map.copyOf(contracts);
    }

    private static Set<Class<?>> contracts(ServiceReference<?> reference) {
        var contracts = new HashSet<Class<?>>();
        for (String name : (String[]) reference.getProperty(Constants.OBJECTCLASS)) {
            Class<?> contract = CONTRACTS.get(name);
            if (contract != null) {
                contracts.add(contract);
            }
        }
        return Set.copyOf(contracts);
    }

    private @Nullable Object get() {
        try {
            return objects.getService();
        } catch (RuntimeException | LinkageError e) { // a bundle's own code makes the instance
            return null;
        }
    }

    /** Reads the properties again, after they changed. */
    void modified() {
        read(type == Object.class);
    }

    private void read(boolean notGettable) {
        try {
            Map<String, Object> properties = new HashMap<>();
            for (String key : reference.getPropertyKeys()) {
                properties.put(key, reference.getProperty(key));
            }
            claims = Claims.of(properties);
            ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer rank ? rank : 0;
            refusal = notGettable
                    ? new Refusal(DTOConstants.FAILURE_REASON_SERVICE_NOT_GETTABLE, "its service object cannot be had")
                    : check();
        } catch (IllegalArgumentException e) {
            claims = null;
            refusal = new Refusal(DTOConstants.FAILURE_REASON_VALIDATION_FAILED, String.valueOf(e.getMessage()));
        }
    }

    /** Says whether it is of the types it is registered as: a bundle may have brought a Jakarta REST API of its own. */
    private boolean isWhatItSays() {
        return contracts.stream().allMatch(contract -> contract.isAssignableFrom(type));
    }

    private @Nullable Refusal check() {
        if (is(Claims.Kind.RESOURCE) && Resource.getPath(type) == null) {
            return new Refusal(
                    DTOConstants.FAILURE_REASON_VALIDATION_FAILED, type.getName() + " has no @Path annotation");
        }
        if (is(Claims.Kind.EXTENSION) && contracts.isEmpty()) {
            return new Refusal(
                    DTOConstants.FAILURE_REASON_NOT_AN_EXTENSION_TYPE,
                    "it is not registered as any of the extension types of Jakarta REST");
        }
        if (is(Claims.Kind.EXTENSION) && !isWhatItSays()) {
            return new Refusal(
                    DTOConstants.FAILURE_REASON_NOT_AN_EXTENSION_TYPE,
                    type.getName() + " comes with another Jakarta REST API than the platform's");
        }
        if (unusable != null) {
            return new Refusal(DTOConstants.FAILURE_REASON_VALIDATION_FAILED, unusable);
        }
        if (is(Claims.Kind.APPLICATION) && !(singleton instanceof Application)) {
            return new Refusal(
                    DTOConstants.FAILURE_REASON_VALIDATION_FAILED,
                    type.getName() + " is not a " + Application.class.getName());
        }
        return null;
    }

    ServiceReference<Object> reference() {
        return reference;
    }

    Bundle owner() {
        return owner;
    }

    long id() {
        return id;
    }

    /** Returns the properties as understood; null if they are not. */
    @Nullable
    Claims claims() {
        return claims;
    }

    boolean is(Claims.Kind kind) {
        Claims current = claims;
        return current != null && current.kind() == kind;
    }

    @Nullable
    Refusal refusal() {
        return refusal;
    }

    int ranking() {
        return ranking;
    }

    Set<Class<?>> extensionTypes() {
        return contracts;
    }

    /** Returns the value of a resource's {@code @Path}. */
    String path() {
        Path path = Resource.getPath(type);
        return path == null ? "" : path.value();
    }

    /** Returns what an application lists. */
    Contents contents() {
        return Objects.requireNonNull(contents);
    }

    /** Returns an application's base with its {@code @ApplicationPath}. */
    String base() {
        Claims current = Objects.requireNonNull(claims);
        ApplicationPath path = type.getAnnotation(ApplicationPath.class);
        return RestPaths.base(String.valueOf(current.base()), path == null ? "" : path.value());
    }

    List<String> extensionTypeNames() {
        var names = new ArrayList<String>();
        contracts.forEach(contract -> names.add(contract.getName()));
        names.sort(null);
        return names;
    }

    @Override
    public Class<?> type() {
        return type;
    }

    @Override
    public boolean perRequest() {
        return singleton == null;
    }

    @Override
    public @Nullable Object acquire() {
        return singleton != null ? singleton : objects.getService();
    }

    @Override
    public void release(Object instance) {
        if (instance != singleton) {
            try {
                objects.ungetService(instance);
            } catch (IllegalArgumentException | IllegalStateException e) {
                // the service is unregistered: the framework has taken the instance back already
                return;
            }
        }
    }

    /** Gives a singleton's object back, when nobody uses it any more. */
    void forget() {
        if (singleton != null) {
            try {
                objects.ungetService(singleton);
            } catch (IllegalArgumentException | IllegalStateException e) {
                return; // as in release()
            }
        }
    }

    @Override
    public String toString() {
        return type.getName() + " (service " + id + " of " + owner.getSymbolicName() + ")";
    }
}
