/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import io.subrack.auth.api.PublicAccess;
import io.subrack.auth.spi.Accounts;
import io.subrack.web.resources.spi.Answers;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** Where a person without a password sets one, by the one-time token that an admin or the offline recovery gave out. */
@Component(service = PasswordResetsResource.class)
@JakartarsResource
@Path(Api.BASE + "/password-resets")
@Produces(MediaType.APPLICATION_JSON)
@PublicAccess
public final class PasswordResetsResource {
    private final Accounts accounts;

    @Activate
    public PasswordResetsResource(@Reference Accounts accounts) {
        this.accounts = accounts;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({204, 400, 409, 413, 415, 422, 429})
    public Response redeem(InputStream input, @Context HttpServletRequest request) throws IOException {
        var body = Body.read(input, "name", "token", "password");
        var name = body.required("name");
        var token = body.required("token");
        var password = body.required("password");
        body.check();
        Exchange.doing(() -> accounts.redeemReset(name, token, password, new Exchange(request).origin()));
        return Response.noContent().build();
    }
}
