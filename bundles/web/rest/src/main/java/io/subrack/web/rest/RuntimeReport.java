/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.web.rest.Claims.Kind;
import io.subrack.web.rest.HostPlan.Planned;
import io.subrack.web.rest.WhiteboardService.Refusal;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.Produces;
import java.lang.annotation.Annotation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.dto.ServiceReferenceDTO;
import org.osgi.service.jakartars.runtime.dto.ApplicationDTO;
import org.osgi.service.jakartars.runtime.dto.BaseApplicationDTO;
import org.osgi.service.jakartars.runtime.dto.DTOConstants;
import org.osgi.service.jakartars.runtime.dto.ExtensionDTO;
import org.osgi.service.jakartars.runtime.dto.FailedApplicationDTO;
import org.osgi.service.jakartars.runtime.dto.FailedExtensionDTO;
import org.osgi.service.jakartars.runtime.dto.FailedResourceDTO;
import org.osgi.service.jakartars.runtime.dto.ResourceDTO;
import org.osgi.service.jakartars.runtime.dto.ResourceMethodInfoDTO;
import org.osgi.service.jakartars.runtime.dto.RuntimeDTO;
import org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants;

/** Tells what is hosted, in the data types of the whiteboard specification. */
final class RuntimeReport {
    private final ServiceReference<?> runtime;
    private final List<BundleHost> hosts;
    private final Collection<WhiteboardService> board;

    RuntimeReport(ServiceReference<?> runtime, List<BundleHost> hosts, Collection<WhiteboardService> board) {
        this.runtime = runtime;
        this.hosts = List.copyOf(hosts);
        this.board = board;
    }

    /** A part of an application, and what it goes on without. */
    private record Part(Planned planned, Map<InstanceSource, String> broken) {
        List<WhiteboardService> extensions() {
            return planned.extensions().stream()
                    .filter(extension -> !broken.containsKey(extension))
                    .toList();
        }
    }

    RuntimeDTO dto() {
        var dto = new RuntimeDTO();
        dto.serviceDTO = service(runtime);
        Map<Long, List<Part>> byApplication = new TreeMap<>();
        Map<WhiteboardService, Refusal> refused = new LinkedHashMap<>();
        for (BundleHost host : hosts) {
            for (Planned planned : host.plan().applications()) {
                var part = new Part(planned, host.broken(planned.signature()));
                byApplication
                        .computeIfAbsent(planned.signature().application(), id -> new ArrayList<>())
                        .add(part);
                addBroken(part, refused);
            }
            refused.putAll(host.plan().refused());
            addFault(host, refused);
        }
        dto.defaultApplication = application(null, byApplication.getOrDefault(0L, List.of()));
        dto.applicationDTOs = board.stream()
                .filter(service -> service.is(Kind.APPLICATION) && !refused.containsKey(service))
                .map(service -> application(service, byApplication.getOrDefault(service.id(), List.of())))
                .toArray(ApplicationDTO[]::new);
        dto.failedResourceDTOs = of(Kind.RESOURCE, refused).stream()
                .map(service -> failedResource(service, reason(refused, service)))
                .toArray(FailedResourceDTO[]::new);
        dto.failedExtensionDTOs = of(Kind.EXTENSION, refused).stream()
                .map(service -> failedExtension(service, reason(refused, service)))
                .toArray(FailedExtensionDTO[]::new);
        dto.failedApplicationDTOs = of(Kind.APPLICATION, refused).stream()
                .map(service -> failedApplication(service, reason(refused, service)))
                .toArray(FailedApplicationDTO[]::new);
        return dto;
    }

    private static void addBroken(Part part, Map<WhiteboardService, Refusal> refused) {
        for (WhiteboardService extension : part.planned().extensions()) {
            String fault = part.broken().get(extension);
            if (fault != null) {
                refused.putIfAbsent(extension, new Refusal(DTOConstants.FAILURE_REASON_UNKNOWN, fault));
            }
        }
    }

    /** What a host could not put in place is refused, too. */
    private void addFault(BundleHost host, Map<WhiteboardService, Refusal> refused) {
        String fault = host.fault();
        if (fault == null) {
            return;
        }
        for (WhiteboardService service : board) {
            boolean served = host.plan().applications().stream()
                    .anyMatch(planned -> planned.resources().contains(service));
            if (service.owner().equals(host.owner()) && service.is(Kind.RESOURCE) && !served) {
                refused.putIfAbsent(service, new Refusal(DTOConstants.FAILURE_REASON_UNKNOWN, fault));
            }
        }
    }

    /** Services whose properties cannot be understood are told of as resources, the most common kind. */
    private static List<WhiteboardService> of(Kind kind, Map<WhiteboardService, Refusal> refused) {
        return refused.keySet().stream()
                .filter(service -> service.is(kind) || (kind == Kind.RESOURCE && service.claims() == null))
                .toList();
    }

    private static int reason(Map<WhiteboardService, Refusal> refused, WhiteboardService service) {
        Refusal refusal = refused.get(service);
        return refusal == null ? DTOConstants.FAILURE_REASON_UNKNOWN : refusal.reason();
    }

    private static ApplicationDTO application(@Nullable WhiteboardService service, List<Part> parts) {
        var dto = new ApplicationDTO();
        fill(dto, service);
        var resources = new LinkedHashMap<Long, ResourceDTO>();
        var extensions = new LinkedHashMap<Long, ExtensionDTO>();
        for (Part part : parts) {
            part.planned().resources().forEach(resource -> resources.put(resource.id(), resource(resource)));
        }
        for (Part part : parts) {
            part.extensions()
                    .forEach(extension -> extensions.computeIfAbsent(
                            extension.id(), id -> extension(extension, resourcesOf(extension, parts))));
        }
        dto.resourceDTOs = resources.values().toArray(ResourceDTO[]::new);
        dto.extensionDTOs = extensions.values().toArray(ExtensionDTO[]::new);
        dto.resourceMethods = service == null ? new ResourceMethodInfoDTO[0] : listedMethods(service);
        return dto;
    }

    private static List<WhiteboardService> resourcesOf(WhiteboardService extension, List<Part> parts) {
        return parts.stream()
                .filter(part -> part.extensions().contains(extension))
                .flatMap(part -> part.planned().resources().stream())
                .distinct()
                .toList();
    }

    private static ResourceMethodInfoDTO[] listedMethods(WhiteboardService application) {
        var methods = new ArrayList<ResourceMethodInfoDTO>();
        application.contents().classes().forEach(type -> methods.addAll(methods(type)));
        application.contents().singletons().forEach(singleton -> methods.addAll(methods(singleton.getClass())));
        return methods.toArray(ResourceMethodInfoDTO[]::new);
    }

    private static void fill(BaseApplicationDTO dto, @Nullable WhiteboardService service) {
        dto.name = service == null ? JakartarsWhiteboardConstants.JAKARTA_RS_DEFAULT_APPLICATION : name(service);
        dto.serviceId = service == null ? -1 : service.id();
        dto.base = service == null || service.claims() == null ? "/" : service.base();
        dto.resourceDTOs = new ResourceDTO[0];
        dto.extensionDTOs = new ExtensionDTO[0];
    }

    private static String name(WhiteboardService service) {
        Claims claims = service.claims();
        return claims == null || claims.name() == null ? "." + service.id() : claims.name();
    }

    private static ResourceDTO resource(WhiteboardService service) {
        var dto = new ResourceDTO();
        dto.name = name(service);
        dto.serviceId = service.id();
        dto.resourceMethods = methods(service.type()).toArray(ResourceMethodInfoDTO[]::new);
        return dto;
    }

    private static List<ResourceMethodInfoDTO> methods(Class<?> type) {
        Resource resource = Resource.from(type, true);
        var methods = new ArrayList<ResourceMethodInfoDTO>();
        if (resource != null) {
            addMethods(resource, "", methods);
        }
        return methods;
    }

    private static void addMethods(Resource resource, String path, List<ResourceMethodInfoDTO> methods) {
        String here = RestPaths.template(path, resource.getPath() == null ? "" : resource.getPath());
        for (ResourceMethod method : resource.getResourceMethods()) {
            var dto = new ResourceMethodInfoDTO();
            dto.method = method.getHttpMethod();
            dto.path = here;
            dto.consumingMimeType = strings(method.getConsumedTypes());
            dto.producingMimeType = strings(method.getProducedTypes());
            dto.nameBindings =
                    method.getNameBindings().stream().map(Class::getName).toArray(String[]::new);
            methods.add(dto);
        }
        resource.getChildResources().forEach(child -> addMethods(child, here, methods));
    }

    private static String[] strings(Collection<?> values) {
        return values.stream().map(String::valueOf).toArray(String[]::new);
    }

    private static ExtensionDTO extension(WhiteboardService service, List<WhiteboardService> resources) {
        var dto = new ExtensionDTO();
        dto.name = name(service);
        dto.serviceId = service.id();
        dto.extensionTypes = service.extensionTypeNames().toArray(String[]::new);
        Produces produces = service.type().getAnnotation(Produces.class);
        Consumes consumes = service.type().getAnnotation(Consumes.class);
        dto.produces = produces == null ? new String[0] : produces.value();
        dto.consumes = consumes == null ? new String[0] : consumes.value();
        List<Class<? extends Annotation>> bindings = new ArrayList<>();
        for (Annotation annotation : service.type().getAnnotations()) {
            if (annotation.annotationType().isAnnotationPresent(NameBinding.class)) {
                bindings.add(annotation.annotationType());
            }
        }
        dto.nameBindings = bindings.stream().map(Class::getName).toArray(String[]::new);
        dto.filteredByName = bindings.isEmpty()
                ? new ResourceDTO[0]
                : resources.stream()
                        .map(RuntimeReport::resource)
                        .filter(resource -> Arrays.stream(resource.resourceMethods)
                                .anyMatch(method -> Arrays.asList(method.nameBindings)
                                        .containsAll(Arrays.asList(dto.nameBindings))))
                        .toArray(ResourceDTO[]::new);
        return dto;
    }

    private static FailedResourceDTO failedResource(WhiteboardService service, int reason) {
        var dto = new FailedResourceDTO();
        dto.name = name(service);
        dto.serviceId = service.id();
        dto.failureReason = reason;
        return dto;
    }

    private static FailedExtensionDTO failedExtension(WhiteboardService service, int reason) {
        var dto = new FailedExtensionDTO();
        dto.name = name(service);
        dto.serviceId = service.id();
        dto.extensionTypes = service.extensionTypeNames().toArray(String[]::new);
        dto.failureReason = reason;
        return dto;
    }

    private static FailedApplicationDTO failedApplication(WhiteboardService service, int reason) {
        var dto = new FailedApplicationDTO();
        fill(dto, service);
        dto.failureReason = reason;
        return dto;
    }

    private static ServiceReferenceDTO service(ServiceReference<?> reference) {
        Bundle bundle = reference.getBundle();
        ServiceReferenceDTO[] services = bundle == null ? null : bundle.adapt(ServiceReferenceDTO[].class);
        Object id = reference.getProperty("service.id");
        if (services != null) {
            for (ServiceReferenceDTO service : services) {
                if (id.equals(service.id)) {
                    return service;
                }
            }
        }
        return new ServiceReferenceDTO();
    }
}
