/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.inspection.spi.Inspector;
import io.subrack.inspection.spi.ServiceItem;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The services of the OSGi registry. */
@Component(service = ServicesResource.class)
@JakartarsResource
@Path(Api.BASE + "/services")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class ServicesResource {
    private static final int MAX_LIMIT = 5_000;

    private static final Comparator<ServiceItem> NATURAL = Comparator.comparingLong(ServiceItem::id);

    private static final Map<String, Comparator<ServiceItem>> ORDERS = Map.of(
            "id", NATURAL,
            "interface", Comparator.comparing(service -> String.join(" ", service.interfaces())),
            "bundle", Comparator.comparing(ServiceItem::bundle),
            "ranking", Comparator.comparingInt(ServiceItem::ranking),
            "consumers", Comparator.comparingInt(service -> service.consumers().size()));

    private final Inspector inspector;

    @Activate
    public ServicesResource(@Reference Inspector inspector) {
        this.inspector = inspector;
    }

    @GET
    @Answers({200, 400})
    public Response list(
            @QueryParam("filter") @Nullable String filterText,
            @QueryParam("interface") @Nullable String type,
            @QueryParam("bundle") @Nullable String bundle,
            @QueryParam("sort") @Nullable String sort,
            @QueryParam("limit") @Nullable String limitText,
            @QueryParam("after") @Nullable String afterText) {
        var faults = new Faults();
        var inputs = new Inputs(faults);
        checkFilter(filterText, faults);
        int limit = inputs.limit(limitText, 500, MAX_LIMIT);
        long after = inputs.number("after", afterText, 0, 0, Long.MAX_VALUE);
        var order = Order.read(faults, sort, ORDERS, NATURAL, service -> Long.toString(service.id()));
        faults.refuseParameters();
        var found = inspector.services(filterText).stream()
                .filter(service -> type == null || service.interfaces().contains(type))
                .filter(service -> bundle == null || service.bundle().equals(bundle))
                .toList();
        List<ServiceItem> shown = sort == null
                ? found.stream().filter(service -> service.id() > after).toList()
                : order.from(found, afterText);
        var query = BundleQuery.parameter("filter", filterText)
                + BundleQuery.parameter("interface", type)
                + BundleQuery.parameter("bundle", bundle)
                + BundleQuery.parameter("sort", sort);
        return Response.ok(Page.of(
                        shown,
                        limit,
                        service -> service,
                        last -> Api.BASE + "/services?limit=" + limit + query + "&after=" + last.id()))
                .build();
    }

    @GET
    @Path("{id}")
    @Answers({200, 400, 404})
    public Response service(@PathParam("id") String text) {
        var faults = new Faults();
        long id = new Inputs(faults).number("id", text, 0, 0, Long.MAX_VALUE);
        faults.refuseParameters();
        var service = inspector
                .service(id)
                .orElseThrow(() -> new ProblemException(
                        ManagementProblem.SERVICE_UNKNOWN,
                        "there is no service " + id + ", or not any more; GET " + Api.BASE + "/services lists them"));
        return Response.ok(service).build();
    }

    private static void checkFilter(@Nullable String text, Faults faults) {
        if (text == null) {
            return;
        }
        try {
            FrameworkUtil.createFilter(text);
        } catch (InvalidSyntaxException e) {
            faults.add("filter", "must be an LDAP filter as (objectClass=com.acme.Stock): " + e.getMessage());
        }
    }
}
