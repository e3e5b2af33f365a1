/* SPDX-License-Identifier: Apache-2.0 */
package vault;

import io.subrack.auth.api.AnyCaller;
import io.subrack.auth.api.Caller;
import io.subrack.auth.api.PublicAccess;
import io.subrack.auth.api.RequiresRole;
import io.subrack.auth.api.RequiresScope;
import jakarta.annotation.security.DenyAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;

/** One operation for each way to say who may call. */
@Path("vault")
@Produces("text/plain")
public class Vault {
    /** Nobody may read it who must not. */
    private static final String TREASURE = "treasure of ";

    @GET
    @Path("open")
    @PublicAccess
    public String open() {
        return "open to all";
    }

    @GET
    @Path("hidden")
    @PublicAccess
    public String publicButNotInTheManifest() {
        return TREASURE + "nobody";
    }

    @GET
    @Path("undeclared")
    public String undeclared() {
        return TREASURE + "nobody";
    }

    @GET
    @Path("denied")
    @DenyAll
    public String denied() {
        return TREASURE + "nobody";
    }

    @GET
    @Path("any")
    @AnyCaller
    public String any(@Context Caller caller) {
        return TREASURE + caller.kind() + " " + caller.subject();
    }

    @GET
    @Path("items")
    @RequiresScope("vault.read")
    public String items(@Context Caller caller) {
        return TREASURE + caller.kind() + " " + caller.subject();
    }

    @POST
    @Path("items")
    @RequiresScope({"vault.read", "vault.write"})
    public String add() {
        return TREASURE + "writers";
    }

    @GET
    @Path("role")
    @RequiresRole("admin")
    public String role() {
        return TREASURE + "admins";
    }
}
