/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import io.subrack.auth.api.RequiresScope;
import io.subrack.auth.rest.Views.ServiceAccountView;
import io.subrack.auth.spi.KeyStore;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.PagedList;
import io.subrack.web.resources.spi.Queries;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The accounts of capability bundles: made, changed and revoked by deployments alone. */
@Component(service = ServiceAccountsResource.class)
@JakartarsResource
@Path(Api.BASE + "/service-accounts")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope("platform.read")
public final class ServiceAccountsResource {
    private static final PagedList<ServiceAccountView> LIST =
            PagedList.by("bundle", ServiceAccountView::bundle).sortedBy("created", ServiceAccountView::created);

    private final KeyStore store;

    @Activate
    public ServiceAccountsResource(@Reference KeyStore store) {
        this.store = store;
    }

    @GET
    @Answers({200, 400})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Page<ServiceAccountView> list(@Context HttpServletRequest request) {
        return LIST.page(
                request,
                Exchange.answering(() -> store.serviceAccounts().stream()
                        .map(ServiceAccountView::of)
                        .toList()));
    }

    @GET
    @Path("{bundle}")
    @Answers({200, 404})
    public ServiceAccountView one(@PathParam("bundle") String bundle) {
        return Exchange.answering(() -> ServiceAccountView.of(Exchange.found(
                store.serviceAccounts().stream()
                        .filter(account -> account.bundle().equals(bundle))
                        .findFirst(),
                "service account")));
    }
}
