/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import io.subrack.audit.api.AuditLog;
import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.api.RequiresScope;
import io.subrack.auth.clients.Views.ClientView;
import io.subrack.auth.clients.Views.SecretView;
import io.subrack.auth.spi.ClientStore;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.ClientStore.Secret;
import io.subrack.auth.spi.GrantStore;
import io.subrack.auth.spi.Revocations;
import io.subrack.auth.spi.StoreConflictException;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Page;
import io.subrack.web.resources.spi.Queries;
import io.subrack.web.resources.spi.Query;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.jakartars.whiteboard.propertytypes.JakartarsResource;

/** OAuth clients. A secret is shown once, in the answer that makes it. */
@Component(service = ClientsResource.class)
@JakartarsResource
@Path(Api.BASE + "/clients")
@Produces(MediaType.APPLICATION_JSON)
@RequiresScope(Api.CLIENTS)
public final class ClientsResource {
    private static final int MAX_LIMIT = 500;
    private static final int MAX_SECRETS = 2;
    private static final int MAX_ID_CHARS = 128;
    private static final int MAX_QUERY_CHARS = 256;
    private static final String CLIENT = "client";

    private final ClientStore clients;
    private final Endings endings;
    private final AuditLog audit;
    private final Clock clock;

    @Activate
    public ClientsResource(
            @Reference ClientStore clients,
            @Reference GrantStore grants,
            @Reference Revocations revocations,
            @Reference AuditLog audit) {
        this(clients, grants, revocations, audit, Clock.systemUTC());
    }

    ClientsResource(ClientStore clients, GrantStore grants, Revocations revocations, AuditLog audit, Clock clock) {
        this.clients = clients;
        this.endings = new Endings(grants, revocations, clock);
        this.audit = audit;
        this.clock = clock;
    }

    @GET
    @Answers({200, 400, 422})
    @Queries({"query", "after", "limit"})
    public Page<ClientView> list(@Context HttpServletRequest request) {
        Query query = Query.of(request, "query", "after", "limit");
        int limit = query.number("limit", 100, 1, MAX_LIMIT);
        String filter = Exchange.named("query", query.text("query"), MAX_QUERY_CHARS);
        String first = Exchange.named("after", query.text("after"), MAX_ID_CHARS);
        List<Client> found = Exchange.answering(() -> clients.clients(filter, first, limit + 1));
        return Page.of(found, limit, client -> ClientView.of(client, null), last -> query.after(last.id()));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({201, 400, 409, 413, 415, 422})
    public Response create(InputStream input, @Context HttpServletRequest request) throws IOException {
        ClientDraft draft = new ClientDraft(ClientBody.read(input, ClientDraft.MEMBERS));
        Instant now = clock.instant();
        ClientSecrets.Fresh secret = ClientSecrets.fresh(now);
        Client client = draft.fresh(ClientSecrets.id(), List.of(secret.stored()), now);
        new Exchange(request).rights().mayMake(client);
        Exchange.answering(() -> {
            clients.create(client);
            return client;
        });
        audit.append(new Exchange(request).event(AuditTypes.CLIENT_CREATED).on(CLIENT, client.id()));
        String shown = client.secrets().isEmpty() ? null : secret.value();
        return Response.created(Api.uri("/clients/" + client.id()))
                .header("ETag", Exchange.tag(client))
                .header("Cache-Control", "no-store")
                .entity(ClientView.of(client, shown))
                .build();
    }

    @GET
    @Path("{id}")
    @Answers({200, 404})
    public Response one(@PathParam("id") String id) {
        return shown(client(id));
    }

    /** Changes the members that are sent. */
    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Answers({200, 400, 404, 412, 413, 415, 422})
    public Response change(@PathParam("id") String id, InputStream input, @Context HttpServletRequest request)
            throws IOException {
        Exchange exchange = new Exchange(request);
        ClientDraft draft = new ClientDraft(ClientBody.read(input, ClientDraft.MEMBERS));
        Client old = client(id);
        exchange.match(old);
        Client wanted = draft.changed(old);
        exchange.rights().mayChange(old, wanted);
        Client changed = update(wanted);
        // From here on nothing new is given out. Who sends the same again after a failure ends what is left, too.
        if (!changed.enabled()) {
            end(id);
        } else if (ClientChanges.areLess(old, changed) || wanted.equals(old)) {
            endTokens(id);
        }
        audit.append(ClientChanges.tell(exchange.event(AuditTypes.CLIENT_CHANGED), old, changed)
                .on(CLIENT, id)
                .with("version", Long.toString(changed.version())));
        return shown(changed);
    }

    @DELETE
    @Path("{id}")
    @Answers({204, 404, 412})
    public Response delete(@PathParam("id") String id, @Context HttpServletRequest request) {
        Exchange exchange = new Exchange(request);
        Client old = client(id);
        exchange.match(old);
        exchange.rights().mayDelete(old);
        if (old.enabled()) {
            update(disabled(old));
        }
        end(id);
        if (!Exchange.answering(() -> clients.deleteClient(id))) {
            throw Exchange.unknown(CLIENT);
        }
        audit.append(exchange.event(AuditTypes.CLIENT_DELETED).on(CLIENT, id));
        return Response.noContent().build();
    }

    /** Makes a second secret, so that the client can move from one to the other. */
    @POST
    @Path("{id}/secrets")
    @Answers({201, 404, 409, 412})
    public Response addSecret(@PathParam("id") String id, @Context HttpServletRequest request) {
        Exchange exchange = new Exchange(request);
        Client old = client(id);
        exchange.match(old);
        exchange.rights().mayChangeSecrets(old);
        Instant now = clock.instant();
        List<Secret> secrets = new ArrayList<>(old.secrets());
        secrets.removeIf(secret -> secret.expires() != null && !now.isBefore(secret.expires()));
        if (!old.authentication().equals(ClientDraft.SECRET) || secrets.size() >= MAX_SECRETS) {
            throw new ProblemException(
                    ClientProblem.CONFLICT,
                    "a client has at most two secrets, and none unless it authenticates by " + ClientDraft.SECRET
                            + "; delete the old one first");
        }
        ClientSecrets.Fresh fresh = ClientSecrets.fresh(now);
        secrets.add(fresh.stored());
        update(with(old, secrets, old.notBefore()));
        audit.append(exchange.event(AuditTypes.CLIENT_SECRET_ROTATED)
                .on(CLIENT, id)
                .with("added", fresh.stored().id()));
        return Response.created(
                        Api.uri("/clients/" + id + "/secrets/" + fresh.stored().id()))
                .header("Cache-Control", "no-store")
                .entity(new SecretView(fresh.stored().id(), now.toString(), null, fresh.value()))
                .build();
    }

    @DELETE
    @Path("{id}/secrets/{secret}")
    @Answers({204, 404, 412})
    public Response deleteSecret(
            @PathParam("id") String id, @PathParam("secret") String secretId, @Context HttpServletRequest request) {
        Exchange exchange = new Exchange(request);
        Client old = client(id);
        exchange.match(old);
        exchange.rights().mayChangeSecrets(old);
        List<Secret> secrets = new ArrayList<>(old.secrets());
        if (!secrets.removeIf(secret -> secret.id().equals(secretId))) {
            throw Exchange.unknown("secret");
        }
        update(with(old, secrets, old.notBefore()));
        audit.append(
                exchange.event(AuditTypes.CLIENT_SECRET_ROTATED).on(CLIENT, id).with("deleted", secretId));
        return Response.noContent().build();
    }

    /** Ends all that the client has got until now. */
    @POST
    @Path("{id}/not-before")
    @Answers({200, 404, 412})
    public Response endAll(@PathParam("id") String id, @Context HttpServletRequest request) {
        Exchange exchange = new Exchange(request);
        Client old = client(id);
        exchange.match(old);
        Client changed = update(with(old, old.secrets(), clock.instant()));
        end(id);
        audit.append(exchange.event(AuditTypes.TOKEN_REVOKED).on(CLIENT, id));
        return shown(changed);
    }

    private void end(String id) {
        Exchange.answering(() -> {
            endings.client(id);
            return id;
        });
    }

    private void endTokens(String id) {
        Exchange.answering(() -> {
            endings.tokens(id);
            return id;
        });
    }

    private Client client(String id) {
        if (id.length() > MAX_ID_CHARS) {
            throw Exchange.unknown(CLIENT);
        }
        return Exchange.found(Exchange.answering(() -> clients.client(id)), CLIENT);
    }

    private Client update(Client changed) {
        try {
            return Exchange.answering(() -> clients.update(changed));
        } catch (ProblemException e) {
            if (e.getCause() instanceof StoreConflictException) {
                throw Exchange.changed(e);
            }
            throw e;
        }
    }

    private static Response shown(Client client) {
        return Response.ok(ClientView.of(client, null))
                .header("ETag", Exchange.tag(client))
                .build();
    }

    private static Client with(Client old, List<Secret> secrets, @Nullable Instant notBefore) {
        return with(old, old.enabled(), secrets, notBefore);
    }

    private static Client disabled(Client old) {
        return with(old, false, old.secrets(), old.notBefore());
    }

    private static Client with(Client old, boolean enabled, List<Secret> secrets, @Nullable Instant notBefore) {
        return new Client(
                old.id(),
                old.name(),
                enabled,
                old.authentication(),
                old.redirectUris(),
                old.postLogoutRedirectUris(),
                old.origins(),
                old.grantTypes(),
                old.scopes(),
                secrets,
                old.jwks(),
                old.pkceRequired(),
                old.consentRequired(),
                old.idTokenAlgorithm(),
                old.created(),
                notBefore,
                old.version());
    }
}
