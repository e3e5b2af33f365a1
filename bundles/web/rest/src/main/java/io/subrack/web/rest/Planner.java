/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_APPLICATION_BASE;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_APPLICATION_SERVICE_PROPERTIES;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_DEFAULT_APPLICATION;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_NAME;

import io.subrack.web.rest.Claims.Kind;
import io.subrack.web.rest.HostPlan.Place;
import io.subrack.web.rest.HostPlan.Planned;
import io.subrack.web.rest.HostPlan.Signature;
import io.subrack.web.rest.WhiteboardService.Refusal;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.glassfish.jersey.server.model.Resource;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Filter;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.jakartars.runtime.dto.DTOConstants;

/**
 * Works out from what is on the whiteboard which applications one bundle instance is to have. An extension without a
 * selection of applications concerns the default application of its own bundle, and others only if it is shared.
 */
final class Planner {
    /** Properties of the default application, for selections. */
    static final Map<String, Object> DEFAULT_APPLICATION =
            Map.of(JAKARTA_RS_NAME, JAKARTA_RS_DEFAULT_APPLICATION, JAKARTA_RS_APPLICATION_BASE, "/");

    private static final Comparator<WhiteboardService> BY_RANK =
            Comparator.comparingInt(WhiteboardService::ranking).reversed().thenComparingLong(WhiteboardService::id);

    private final Bundle owner;
    private final Collection<WhiteboardService> board;
    private final Map<String, ?> runtime;
    private final Reach reach;
    private final Predicate<WhiteboardService> shared;
    private final Map<WhiteboardService, Refusal> refused = new LinkedHashMap<>();
    private final Map<Long, Group> groups = new LinkedHashMap<>();

    /**
     * @param owner the bundle instance
     * @param board all services on the whiteboard
     * @param runtime properties of the whiteboard's own service, for targets and required extensions
     * @param staging keeps what is staged from what is live
     * @param shared says which extensions without a selection concern the default applications of other bundles
     */
    Planner(
            Bundle owner,
            Collection<WhiteboardService> board,
            Map<String, ?> runtime,
            Staging staging,
            Predicate<WhiteboardService> shared) {
        this.owner = owner;
        this.runtime = runtime;
        Set<String> names = new HashSet<>();
        this.board = board.stream()
                .filter(service -> isFor(runtime, service))
                .sorted(BY_RANK)
                .filter(service -> isFirstOfItsName(service, names))
                .toList();
        this.reach = new Reach(owner, this.board, staging);
        this.shared = shared;
    }

    private static boolean isFor(Map<String, ?> runtime, WhiteboardService service) {
        Claims claims = service.claims();
        return claims == null || claims.target() == null || claims.target().matches(runtime);
    }

    /** One application in the making. */
    private final class Group {
        private final @Nullable WhiteboardService application;
        private final String base;
        private final List<WhiteboardService> resources = new ArrayList<>();
        private final List<Class<?>> classes = new ArrayList<>();
        private final List<Object> singletons = new ArrayList<>();
        private final Set<WhiteboardService> required = new LinkedHashSet<>();
        private final Set<WhiteboardService> extensions = new LinkedHashSet<>();
        private final Map<String, Place> prefixes = new TreeMap<>();

        Group(@Nullable WhiteboardService application) {
            this.application = application;
            this.base = application == null ? "/" : application.base();
        }

        boolean isDefault() {
            return application == null || isDefaultName(application);
        }

        boolean matches(Filter filter) {
            return application == null ? filter.matches(DEFAULT_APPLICATION) : filter.match(application.reference());
        }

        /** Claims the place of a resource; returns false if another application of this bundle has it. */
        boolean claim(String path, Place place) {
            String prefix = RestPaths.prefix(base, path);
            if (groups.values().stream().anyMatch(other -> other != this && other.prefixes.containsKey(prefix))) {
                return false;
            }
            prefixes.merge(prefix, place, Place::and);
            return true;
        }
    }

    /** @param plain resource classes of a bundle that has them scanned for */
    HostPlan plan(List<Class<?>> plain, boolean rejectUnknown) {
        BundleWiring wiring = owner.adapt(BundleWiring.class);
        if (wiring == null || wiring.getClassLoader() == null) {
            return HostPlan.empty();
        }
        own(Kind.APPLICATION).forEach(this::addApplication);
        own(Kind.RESOURCE).forEach(this::addResource);
        addPlain(plain);
        for (Group group : groups.values()) {
            addExtensions(group);
        }
        own(Kind.EXTENSION).forEach(this::isUsable);
        board.stream()
                .filter(service -> service.owner().equals(owner) && service.claims() == null)
                .forEach(this::isUsable);
        return new HostPlan(
                groups.values().stream()
                        .filter(group -> !group.prefixes.isEmpty())
                        .map(group -> planned(group, wiring.getClassLoader(), plain, rejectUnknown))
                        .toList(),
                refused);
    }

    /** Of services of one bundle with the same name the first counts. Bundles do not take each other's names. */
    private boolean isFirstOfItsName(WhiteboardService service, Set<String> names) {
        Claims claims = service.claims();
        if (claims == null || claims.name() == null || service.refusal() != null) {
            return true;
        }
        boolean first = names.add(service.owner().getBundleId() + " " + claims.name());
        if (!first && service.owner().equals(owner)) {
            refused.put(
                    service,
                    new Refusal(
                            DTOConstants.FAILURE_REASON_DUPLICATE_NAME,
                            "another service of its bundle has the name " + claims.name()));
        }
        return first;
    }

    private List<WhiteboardService> own(Kind kind) {
        return board.stream()
                .filter(service -> service.is(kind) && service.owner().equals(owner))
                .toList();
    }

    private boolean isUsable(WhiteboardService service) {
        Refusal refusal = service.refusal();
        if (refusal != null && service.owner().equals(owner)) {
            refused.put(service, refusal);
        }
        return refusal == null;
    }

    private void addApplication(WhiteboardService application) {
        if (!isUsable(application) || lacksExtension(application)) {
            return;
        }
        var group = new Group(application);
        groups.put(application.id(), group);
        for (Class<?> type : application.contents().classes()) {
            addListed(group, type, () -> group.classes.add(type));
        }
        for (Object singleton : application.contents().singletons()) {
            addListed(group, singleton.getClass(), () -> group.singletons.add(singleton));
        }
    }

    private void addListed(Group group, Class<?> type, Runnable addition) {
        Path path = Resource.getPath(type);
        if (path == null || group.claim(path.value(), place(group.application))) {
            addition.run();
        }
    }

    private void addResource(WhiteboardService resource) {
        if (!isUsable(resource) || lacksExtension(resource)) {
            return;
        }
        List<Group> chosen = groupsFor(Objects.requireNonNull(resource.claims()).application());
        if (chosen.isEmpty()) {
            refused.put(
                    resource,
                    new Refusal(
                            DTOConstants.FAILURE_REASON_REQUIRED_APPLICATION_UNAVAILABLE,
                            "no application is there that it selects"));
        }
        for (Group group : chosen) {
            boolean known = group.resources.stream().anyMatch(other -> other.type() == resource.type());
            if (known || !group.claim(resource.path(), place(resource))) {
                refused.put(
                        resource,
                        new Refusal(
                                DTOConstants.FAILURE_REASON_SHADOWED_BY_OTHER_SERVICE,
                                "another resource of its bundle has its place at "
                                        + RestPaths.prefix(group.base, resource.path())));
            } else {
                group.resources.add(resource);
            }
        }
    }

    private void addPlain(List<Class<?>> plain) {
        Set<Class<?>> services = new HashSet<>();
        board.forEach(service -> services.add(service.type()));
        for (Class<?> type : plain) {
            Path path = Resource.getPath(type);
            Group group = groups.computeIfAbsent(0L, id -> new Group(null));
            if (path != null && !services.contains(type) && group.claim(path.value(), place(null))) {
                group.classes.add(type);
            }
        }
    }

    /** Only platform bundles have a say in this: the rest is the administrator's. */
    private Place place(@Nullable WhiteboardService service) {
        Claims claims = service == null ? null : service.claims();
        return new Place(claims == null || !Reach.isPlatform(owner) ? 0 : claims.maxBodyBytes());
    }

    private List<Group> groupsFor(@Nullable Filter selection) {
        var chosen = new ArrayList<Group>();
        if (selection == null) {
            chosen.add(groups.values().stream()
                    .filter(Group::isDefault)
                    .findFirst()
                    .orElseGet(() -> groups.computeIfAbsent(0L, id -> new Group(null))));
            return chosen;
        }
        if (selection.matches(DEFAULT_APPLICATION)) {
            chosen.add(groups.computeIfAbsent(0L, id -> new Group(null)));
        }
        Predicate<WhiteboardService> matches = service -> service.is(Kind.APPLICATION)
                && service.refusal() == null
                && (Reach.isPlatform(owner)
                        || !Reach.isPlatform(service.owner())) // nobody else joins the platform's applications
                && selection.match(service.reference());
        for (WhiteboardService application : reach.matching(matches)) {
            chosen.add(groups.computeIfAbsent(application.id(), id -> new Group(application)));
        }
        return chosen;
    }

    private void addExtensions(Group group) {
        if (group.application != null) {
            addRequired(group, group.application);
        }
        group.resources.forEach(resource -> addRequired(group, resource));
        group.extensions.addAll(group.required);
        for (WhiteboardService extension : reach.matching(service -> concerns(service, group))) {
            if (!lacksExtension(extension)) {
                group.extensions.add(extension);
            }
        }
    }

    private boolean concerns(WhiteboardService service, Group group) {
        Claims claims = service.claims();
        if (claims == null || claims.kind() != Kind.EXTENSION || service.refusal() != null) {
            return false;
        }
        Filter selection = claims.application();
        if (selection != null) {
            return group.matches(selection);
        }
        return group.isDefault()
                && (service.owner().equals(owner) || (!Reach.isPlatform(owner) && shared.test(service)));
    }

    private void addRequired(Group group, WhiteboardService service) {
        for (Filter required : Objects.requireNonNull(service.claims()).extensions()) {
            group.required.addAll(matching(required));
        }
    }

    private boolean lacksExtension(WhiteboardService service) {
        for (Filter required : Objects.requireNonNull(service.claims()).extensions()) {
            boolean there = required.matches(runtime) || !matching(required).isEmpty();
            if (!there) {
                if (service.owner().equals(owner)) {
                    refused.put(
                            service,
                            new Refusal(
                                    DTOConstants.FAILURE_REASON_REQUIRED_EXTENSIONS_UNAVAILABLE,
                                    "no extension is there that matches " + required));
                }
                return true;
            }
        }
        return false;
    }

    private List<WhiteboardService> matching(Filter required) {
        return reach.matching(service ->
                service.is(Kind.EXTENSION) && service.refusal() == null && required.match(service.reference()));
    }

    private static boolean isDefaultName(WhiteboardService application) {
        Claims claims = application.claims();
        return claims != null && JAKARTA_RS_DEFAULT_APPLICATION.equals(claims.name());
    }

    private Planned planned(Group group, ClassLoader loader, List<Class<?>> plain, boolean rejectUnknown) {
        var properties = new HashMap<String, Object>();
        var classes = new ArrayList<>(group.classes);
        var singletons = new ArrayList<>(group.singletons);
        WhiteboardService application = group.application;
        if (application != null) {
            properties.putAll(application.contents().properties());
            properties.put(JAKARTA_RS_APPLICATION_SERVICE_PROPERTIES, properties(application.reference()));
            if (!application.owner().equals(owner)) {
                application.contents().classes().stream()
                        .filter(type -> Resource.getPath(type) == null)
                        .forEach(classes::add);
                application.contents().singletons().stream()
                        .filter(singleton -> Resource.getPath(singleton.getClass()) == null)
                        .forEach(singletons::add);
            }
        }
        List<InstanceSource> sources = new ArrayList<>(group.resources);
        group.classes.stream().filter(plain::contains).forEach(type -> sources.add(new PlainClass(type, owner)));
        classes.removeAll(plain);
        var services = new ArrayList<Long>();
        group.resources.forEach(resource -> services.add(resource.id()));
        group.extensions.forEach(extension -> services.add(extension.id()));
        return new Planned(
                new Signature(application == null ? 0 : application.id(), group.base, services),
                application,
                group.resources,
                List.copyOf(group.extensions),
                group.prefixes,
                new AppModel(
                        owner.getSymbolicName() + " " + owner.getVersion(),
                        group.base,
                        loader,
                        sources,
                        group.extensions.stream()
                                .map(extension -> extension(extension, group))
                                .toList(),
                        classes,
                        singletons,
                        properties,
                        PublicPaths.of(owner),
                        rejectUnknown,
                        Reach.isPlatform(owner)));
    }

    /** What others put into an application that did not ask for it must not be its ruin. */
    private AppModel.Extension extension(WhiteboardService extension, Group group) {
        boolean dispensable = !extension.owner().equals(owner) && !group.required.contains(extension);
        return new AppModel.Extension(extension, extension.extensionTypes(), dispensable);
    }

    private static Map<String, Object> properties(ServiceReference<?> reference) {
        var properties = new HashMap<String, Object>();
        for (String key : reference.getPropertyKeys()) {
            properties.put(key, reference.getProperty(key));
        }
        return Map.copyOf(properties);
    }
}
