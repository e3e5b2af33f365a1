/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.AccessRequirement.Kind;
import io.subrack.web.spi.MountHandler.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.glassfish.jersey.server.ExtendedUriInfo;
import org.glassfish.jersey.server.model.Invocable;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.glassfish.jersey.server.model.RuntimeResource;

/** What the operations of one application demand of callers. Thread-safe. */
final class AccessRules {
    private final AppModel model;
    private final Map<ResourceMethod, AccessRequirement> known = new ConcurrentHashMap<>();

    AccessRules(AppModel model) {
        this.model = model;
    }

    /** Returns what a request demands that has found its method: of several, each is enough. */
    List<AccessRequirement> of(ExtendedUriInfo uri) {
        ResourceMethod method = uri.getMatchedResourceMethod();
        if (method == null) {
            return List.of(AccessRequirement.UNDECLARED);
        }
        if (method.isExtended()) {
            return generated(uri);
        }
        return List.of(of(method, uri));
    }

    /** What Jersey adds tells what there is: for whoever may call one of the methods beside it. */
    private List<AccessRequirement> generated(ExtendedUriInfo uri) {
        List<AccessRequirement> beside = new ArrayList<>();
        List<RuntimeResource> resources = uri.getMatchedRuntimeResources();
        if (!resources.isEmpty()) {
            for (ResourceMethod method : resources.get(0).getResourceMethods()) {
                if (!method.isExtended()) {
                    beside.add(of(method, uri));
                }
            }
        }
        return beside.isEmpty() ? List.of(AccessRequirement.UNDECLARED) : beside;
    }

    private AccessRequirement of(ResourceMethod method, ExtendedUriInfo uri) {
        if (!uri.getMatchedResourceLocators().isEmpty()) { // made for this request, perhaps
            return at(Templates.of(model.base(), uri), declared(method));
        }
        AccessRequirement requirement = known.get(method);
        if (requirement == null) {
            requirement = at(Templates.of(model.base(), method), declared(method));
            known.put(method, requirement);
        }
        return requirement;
    }

    /** Returns what a locator demands that is about to be called, beyond what is demanded behind it. */
    AccessRequirement ofLocator(ResourceMethod locator) {
        AccessRequirement declared = declared(locator);
        boolean more = declared.kind() == Kind.RESTRICTED || declared.kind() == Kind.DENIED;
        return more ? declared : AccessRequirement.PUBLIC;
    }

    private static AccessRequirement declared(ResourceMethod method) {
        Invocable invocable = method.getInvocable();
        return AccessAnnotations.of(invocable.getHandler().getHandlerClass(), invocable.getHandlingMethod());
    }

    /** Nothing is public but what the manifest names, too. */
    private AccessRequirement at(String template, AccessRequirement declared) {
        boolean hidden = declared.kind() == Kind.PUBLIC && !model.publicPaths().cover(RestPaths.prefix("/", template));
        return hidden ? AccessRequirement.UNDECLARED : declared;
    }

    /** Lists the operations of the classes of the application, without building it. */
    List<Operation> operations() {
        List<Operation> all = new ArrayList<>();
        model.resources().forEach(source -> add(source.type(), all));
        model.classes().forEach(type -> add(type, all));
        model.singletons().forEach(singleton -> add(singleton.getClass(), all));
        return all;
    }

    private void add(Class<?> type, List<Operation> all) {
        Resource resource = Resource.getPath(type) == null ? null : Resource.from(type, true);
        if (resource != null) {
            add(resource, all);
        }
    }

    private void add(Resource resource, List<Operation> all) {
        for (ResourceMethod method : resource.getResourceMethods()) {
            String template = Templates.of(model.base(), method);
            all.add(new Operation(method.getHttpMethod(), template, at(template, declared(method))));
        }
        resource.getChildResources().forEach(child -> add(child, all));
    }
}
