/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.spi.ArtifactContent;
import io.subrack.kernel.spi.DeploymentParticipant;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import io.subrack.web.rest.Claims.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Filter;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Tells which routes and endpoints an artifact will have, from its bytes alone. Tells only what is certain: a deployment
 * waits for the routes that are told here.
 */
@Component(service = DeploymentParticipant.class)
public final class RestDescription implements DeploymentParticipant {
    private static final Pattern OPTS_IN =
            Pattern.compile("osgi\\.extender\\s*;[^,]*filter:=\\s*\"?\\(osgi\\.extender=io\\.subrack\\.rest\\)");
    private static final String DEFAULT_NAME = ".default";

    private final Staging staging;

    @Activate
    public RestDescription(@Reference Staging staging) {
        this.staging = staging;
    }

    @Override
    public String name() {
        return "REST hosting";
    }

    @Override
    public List<Contribution> describe(ArtifactContent artifact) {
        Map<String, String> headers = artifact.info().headers();
        if (!hasClassesAtItsRoot(headers.get("Bundle-ClassPath"))) {
            return List.of();
        }
        Function<String, Optional<byte[]>> entries = artifact::read;
        var classes = new ClassFiles(entries);
        List<ComponentXml> components = ComponentXml.all(headers.get("Service-Component"), artifact.names(), entries);
        var contributions = new TreeSet<Contribution>();
        for (ComponentXml component : components) {
            bases(component, components, classes)
                    .forEach(base -> add(contributions, classes, base, component.implementation()));
        }
        if (optsIn(headers.get("Require-Capability"))) {
            Set<String> services = new HashSet<>();
            components.forEach(component -> services.add(component.implementation()));
            classes.instantiableResources(artifact.names()).stream()
                    .filter(type -> !services.contains(type))
                    .forEach(type -> add(contributions, classes, "/", type));
        }
        return List.copyOf(contributions);
    }

    static boolean optsIn(@Nullable String requirements) {
        return requirements != null && OPTS_IN.matcher(requirements).find();
    }

    private static boolean hasClassesAtItsRoot(@Nullable String classPath) {
        return classPath == null || List.of(classPath.split("\\s*,\\s*")).contains(".");
    }

    private static void add(Set<Contribution> contributions, ClassFiles classes, String base, String type) {
        Optional<String> path = classes.path(type);
        if (path.isPresent()) {
            contributions.add(new Contribution(Contribution.ROUTE, RestPaths.prefix(base, path.get())));
            classes.endpoints(base, type)
                    .forEach(endpoint -> contributions.add(new Contribution(Contribution.ENDPOINT, endpoint)));
        }
    }

    /** Returns below which bases a component's resource will certainly be. */
    private static List<String> bases(ComponentXml component, List<ComponentXml> all, ClassFiles classes) {
        Optional<Claims> claims = claims(component).filter(claim -> claim.kind() == Kind.RESOURCE);
        if (claims.isEmpty()
                || all.stream().filter(other -> hasItsName(other, claims.get())).count() > 1
                || !claims.get().extensions().isEmpty()
                || claims.get().target() != null) {
            return List.of();
        }
        Filter selection = claims.get().application();
        var bases = new ArrayList<String>();
        for (ComponentXml other : all) {
            claims(other)
                    .filter(claim -> claim.kind() == Kind.APPLICATION && claim.target() == null)
                    .filter(claim -> selection == null
                            ? DEFAULT_NAME.equals(claim.name())
                            : selection.matches(other.properties()))
                    .flatMap(claim -> base(claim, other, classes))
                    .ifPresent(bases::add);
        }
        boolean named = all.stream()
                .anyMatch(other -> DEFAULT_NAME.equals(other.properties().get("osgi.jakartars.name")));
        if (selection == null ? !named : selection.matches(Planner.DEFAULT_APPLICATION)) {
            bases.add("/");
        }
        return bases;
    }

    /** Of services with one name only one is used. */
    private static boolean hasItsName(ComponentXml other, Claims claims) {
        return claims.name() != null && claims.name().equals(other.properties().get("osgi.jakartars.name"));
    }

    private static Optional<String> base(Claims claims, ComponentXml application, ClassFiles classes) {
        try {
            return classes.applicationPath(application.implementation())
                    .map(path -> RestPaths.base(String.valueOf(claims.base()), path));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the whiteboard will refuse it, too
        }
    }

    private static Optional<Claims> claims(ComponentXml component) {
        boolean concerned = component.properties().keySet().stream().anyMatch(key -> key.startsWith("osgi.jakartars."));
        if (!concerned || !component.service() || !component.certain()) {
            return Optional.empty();
        }
        boolean claims =
                component.isApi() || Claims.isTrue(component.properties().get("osgi.jakartars.extension"));
        try {
            return claims ? Optional.of(Claims.of(component.properties())) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // the whiteboard will refuse it, too
        }
    }

    @Override
    public Optional<String> exclusive(Bundle live) {
        return Optional.empty();
    }

    @Override
    public void expect(List<SetEntry> entries) {}

    @Override
    public Participation join(Transition transition) {
        return staging.join(transition);
    }
}
