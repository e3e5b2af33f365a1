/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.auth.api.RequiresScope;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The services of the OSGi registry. */
@Component(service = ServicesResource.class)
@JakartarsResource
@Path(Api.BASE + "/services")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.READ)
public final class ServicesResource {
    private static final int MAX_LIMIT = 5_000;

    private final BundleContext context;

    @Activate
    public ServicesResource(BundleContext context) {
        this.context = context;
    }

    @GET
    @Answers({200, 400})
    public Response list(
            @QueryParam("filter") @Nullable String filterText,
            @QueryParam("limit") @Nullable String limitText,
            @QueryParam("after") @Nullable String afterText)
            throws InvalidSyntaxException {
        var faults = new Faults();
        var inputs = new Inputs(faults);
        checkFilter(filterText, faults);
        int limit = inputs.limit(limitText, 500, MAX_LIMIT);
        long after = inputs.number("after", afterText, 0, 0, Long.MAX_VALUE);
        faults.refuseParameters();
        ServiceReference<?>[] references = context.getAllServiceReferences((String) null, filterText);
        var page = Stream.of(references == null ? new ServiceReference<?>[0] : references)
                .filter(reference -> ServiceViews.id(reference) > after)
                .sorted(Comparator.comparingLong(ServiceViews::id))
                .limit(limit + 1L)
                .flatMap(reference -> ServiceViews.of(reference).stream())
                .toList();
        var query = filterText == null ? "" : "&filter=" + URLEncoder.encode(filterText, StandardCharsets.UTF_8);
        return Response.ok(Listing.page(
                        page,
                        limit,
                        view -> view,
                        last -> Api.BASE + "/services?limit=" + limit + query + "&after=" + last.id()))
                .build();
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
