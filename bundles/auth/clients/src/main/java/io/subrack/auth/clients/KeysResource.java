/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.api.RequiresScope;
import io.subrack.auth.clients.Views.KeyView;
import io.subrack.auth.spi.SigningKeys;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.PagedList;
import io.subrack.web.resources.spi.Queries;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** The keys that sign tokens. */
@Component(service = KeysResource.class)
@JakartarsResource
@Path(Api.BASE + "/keys")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.KEYS)
public final class KeysResource {
    private static final String EMERGENCY = "emergency";
    private static final PagedList<KeyView> LIST = PagedList.by("kid", KeyView::kid)
            .foundBy("algorithm", KeyView::algorithm)
            .foundBy("state", KeyView::state)
            .sortedBy("created", KeyView::created)
            .naturally(Comparator.comparing(KeyView::created).reversed());

    private final SigningKeys keys;
    private final AuditLog audit;

    @Activate
    public KeysResource(@Reference SigningKeys keys, @Reference AuditLog audit) {
        this.keys = keys;
        this.audit = audit;
    }

    @GET
    @Answers({200, 400})
    @Queries({PagedList.PICKING, PagedList.SORTING, PagedList.LIMIT, PagedList.AFTER})
    public Page<KeyView> list(@Context HttpServletRequest request) {
        return LIST.page(request, views(Exchange.answering(keys::list)));
    }

    /** Replaces the keys: slowly, so that nobody notices, or at once, so that every token so far is void. */
    @POST
    @Path("rotation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({200, 400, 413, 415, 422})
    public Page<KeyView> rotate(InputStream input, @Context HttpServletRequest request) throws IOException {
        ClientBody body = ClientBody.read(input, Set.of(EMERGENCY));
        boolean emergency = body.flag(EMERGENCY, false);
        body.check();
        List<SigningKeys.Key> rotated = Exchange.answering(emergency ? keys::rotateNow : keys::rotate);
        audit.append(new Exchange(request).event(AuditTypes.KEY_ROTATED).with(EMERGENCY, Boolean.toString(emergency)));
        return new Page<>(views(rotated), null);
    }

    private static List<KeyView> views(List<SigningKeys.Key> keys) {
        return keys.stream().map(KeyView::of).toList();
    }
}
