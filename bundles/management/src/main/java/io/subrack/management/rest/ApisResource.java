/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.subrack.auth.api.RequiresScope;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.spi.Traffic;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.PagedList;
import io.subrack.web.resources.spi.Queries;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.FrontDoor.OperationStatus;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The APIs that can be called here: one for each bundle that has operations, and the platform's own. */
@Component(service = ApisResource.class)
@JakartarsResource
@Path(Api.BASE + "/apis")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class ApisResource {
    /** Stands for the platform among the names of bundles. */
    static final String PLATFORM = "platform";

    private static final PagedList<ApiView> LIST = PagedList.by("bundle", ApiView::bundle)
            .naturally(Comparator.comparing(api -> !api.bundle().equals(PLATFORM)));

    private final FrontDoor frontDoor;
    private final Deployments deployments;
    private final Platform platform;
    private final ApiDocuments documents;

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.OPTIONAL)
    private volatile @Nullable Traffic traffic;

    @Activate
    public ApisResource(
            @Reference FrontDoor frontDoor,
            @Reference Deployments deployments,
            @Reference Platform platform,
            @Reference ApiDocuments documents) {
        this.frontDoor = frontDoor;
        this.deployments = deployments;
        this.platform = platform;
        this.documents = documents;
    }

    @GET
    @Answers({200, 400})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Response list(@Context HttpServletRequest request) {
        var operations = frontDoor.operations();
        var views = new ArrayList<ApiView>();
        for (var bundle : deployments.bundles()) {
            var own = of(bundle, operations);
            if (!own.isEmpty()) {
                views.add(view(bundle, own));
            }
        }
        views.add(platform(operations));
        return Response.ok(LIST.page(request, views)).build();
    }

    /** Answers what the bundle brings, or what can be told of its operations. */
    @GET
    @Path("{bundle}/openapi.json")
    @Answers({200, 400, 404})
    public Response document(@PathParam("bundle") String name) {
        if (name.equals(PLATFORM)) {
            return Response.ok(documents.merged().toString()).build();
        }
        var symbolicName = Inputs.symbolicName(name);
        var bundle = deployments.bundles().stream()
                .filter(status -> status.entry().symbolicName().equals(symbolicName))
                .findFirst()
                .orElseThrow(() -> unknown("there is no bundle " + symbolicName));
        var shipped = shipped(bundle);
        if (shipped.isPresent()) {
            return Response.ok(shipped.get().toString()).build();
        }
        var own = of(bundle, frontDoor.operations());
        if (own.isEmpty()) {
            throw unknown(symbolicName + " has no operation that is live, and brings no description");
        }
        return Response.ok(
                        GeneratedApi.of(symbolicName, bundle.entry().version().toString(), own)
                                .toString())
                .build();
    }

    private static ProblemException unknown(String what) {
        return new ProblemException(
                ManagementProblem.API_UNKNOWN, what + "; GET " + Api.BASE + "/apis lists what can be called");
    }

    private static List<OperationStatus> of(BundleStatus bundle, List<OperationStatus> operations) {
        return operations.stream()
                .filter(operation -> operation.bundle().equals(bundle.entry().symbolicName()))
                .toList();
    }

    private Optional<ObjectNode> shipped(BundleStatus bundle) {
        return bundle.bundleId().flatMap(documents::of);
    }

    private ApiView view(BundleStatus bundle, List<OperationStatus> operations) {
        var name = bundle.entry().symbolicName();
        var shipped = shipped(bundle);
        var source = traffic;
        return new ApiView(
                name,
                bundle.entry().version().toString(),
                "capability",
                shipped.map(document -> document.at("/info/title").asText(name)).orElse(name),
                prefixes(operations),
                operations.size(),
                Api.BASE + "/apis/" + name + "/openapi.json",
                shipped.isEmpty(),
                shipped.filter(ApisResource::isDeprecated).isPresent(),
                scopes(operations),
                source == null ? null : source.bundle(name).map(TrafficView::of).orElse(null));
    }

    private ApiView platform(List<OperationStatus> operations) {
        var own = operations.stream()
                .filter(operation -> operation.template().startsWith(Api.BASE))
                .toList();
        return new ApiView(
                PLATFORM,
                platform.version(),
                PLATFORM,
                "Subrack management API",
                List.of(Api.BASE),
                own.size(),
                Api.BASE + "/openapi.json",
                false,
                false,
                scopes(own),
                null);
    }

    private static boolean isDeprecated(ObjectNode document) {
        int operations = 0;
        int deprecated = 0;
        for (JsonNode path : document.path("paths")) {
            for (JsonNode operation : path) {
                operations += operation.has("responses") ? 1 : 0;
                deprecated += operation.path("deprecated").asBoolean() ? 1 : 0;
            }
        }
        return operations > 0 && operations == deprecated;
    }

    /** Returns the literal beginnings of the templates, the shortest that cover all. */
    private static List<String> prefixes(List<OperationStatus> operations) {
        var prefixes = new TreeSet<String>();
        operations.stream()
                .map(operation -> operation.template().replaceAll("/?[{*].*", ""))
                .map(prefix -> prefix.isEmpty() ? "/" : prefix)
                .sorted(Comparator.comparingInt(String::length))
                .forEach(prefix -> {
                    if (prefixes.stream().noneMatch(shorter -> (prefix + "/").startsWith(shorter + "/"))) {
                        prefixes.add(prefix);
                    }
                });
        return List.copyOf(prefixes);
    }

    private static List<String> scopes(List<OperationStatus> operations) {
        var scopes = new TreeSet<String>();
        for (var operation : operations) {
            if (operation.requirement() != null) {
                scopes.addAll(operation.requirement().scopes());
            }
        }
        return List.copyOf(scopes);
    }

    /**
     * An API in JSON.
     *
     * @param generated whether its description is made from the live operations
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ApiView(
            String bundle,
            String version,
            String kind,
            String title,
            List<String> prefixes,
            int operations,
            String openapi,
            boolean generated,
            boolean deprecated,
            List<String> scopes,
            @Nullable TrafficView traffic) {}

    /** How much goes through, in JSON. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TrafficView(
            double requestsPerSecond,
            double errorsPerSecond,
            @Nullable Double p95Millis) {
        static TrafficView of(Traffic.Rates rates) {
            return new TrafficView(rates.requestsPerSecond(), rates.errorsPerSecond(), rates.p95Millis());
        }
    }
}
