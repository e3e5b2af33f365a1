/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.audit.api.AuditUnavailableException;
import io.subrack.auth.spi.AuthorizationRequests;
import io.subrack.auth.spi.Issuer;
import io.subrack.auth.spi.SecretBox;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.Tokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All endpoints, and what they have in common. */
final class OAuthServer {
    /** Shorter than the time for which a new key is published before it signs. */
    private static final String PUBLIC = "public, max-age=300";

    private static final String RETRY_AFTER = "Retry-After";
    private static final String RETRY_SECONDS = "5";
    private static final int UNAVAILABLE = 503;
    private static final int METHOD_NOT_ALLOWED = 405;

    private static final List<String> GET = List.of("GET", "HEAD");
    private static final List<String> POST = List.of("POST");
    /** Where a GET changes something, a HEAD must not. */
    private static final List<String> BROWSER_GET = List.of("GET");

    private static final List<String> BROWSER_GET_AND_POST = List.of("GET", "POST");
    private static final List<String> GET_AND_POST = List.of("GET", "HEAD", "POST");

    private final Map<String, Route> routes = new HashMap<>();
    private final Cors cors;
    private final ClientAuthentication authentication;

    OAuthServer(Services services, SecretBox box, RequestSeal seal) {
        Issuer issuer = services.issuer();
        Tokens tokens = services.tokens();
        cors = new Cors(services.clients());
        authentication = new ClientAuthentication(
                services.clients(),
                new ClientAssertions(issuer, services.clock(), services.started()),
                services.audit(),
                services.clock(),
                services.settings().failures());
        AuthorizeEndpoint authorize = new AuthorizeEndpoint(services, seal);
        Metadata metadata = new Metadata(issuer);
        Endpoint discovery = call -> Reply.json(200, metadata.members()).with(Reply.CACHE_CONTROL, PUBLIC);

        routes.put(Paths.OPENID_CONFIGURATION, Route.forScripts(discovery, GET));
        routes.put(Paths.SERVER_METADATA, Route.forScripts(discovery, GET));
        routes.put(
                Paths.JWKS,
                Route.forScripts(call -> Reply.json(200, tokens.jwks()).with(Reply.CACHE_CONTROL, PUBLIC), GET));
        routes.put(Paths.TOKEN, Route.forScripts(new TokenEndpoint(services, authentication), POST));
        routes.put(Paths.REVOKE, Route.forScripts(new RevocationEndpoint(services, authentication), POST));
        routes.put(Paths.USERINFO, Route.forScripts(new UserinfoEndpoint(services), GET_AND_POST));
        routes.put(Paths.INTROSPECT, Route.forServers(new IntrospectionEndpoint(services, authentication)));
        routes.put(Paths.DEVICE_AUTHORIZATION, Route.forServers(new DeviceEndpoint(services, authentication)));
        routes.put(Paths.AUTHORIZE, Route.forPeople(authorize::begin, BROWSER_GET_AND_POST));
        routes.put(AuthorizationRequests.CONTINUE, Route.forPeople(authorize::resume, BROWSER_GET));
        routes.put(Paths.LOGOUT, Route.forPeople(new LogoutEndpoint(services, box), BROWSER_GET_AND_POST));
    }

    /** Answers a request; empty if there is no endpoint at its path. */
    Optional<Reply> answer(Call call) {
        return Optional.ofNullable(routes.get(call.path()))
                .map(route -> route.page ? page(route, call) : json(route, call));
    }

    /** Forgets what is over. */
    void sweep() {
        authentication.sweep();
    }

    private Reply json(Route route, Call call) {
        boolean allowed = false;
        Reply reply;
        try {
            allowed = route.scripts && cors.isAllowed(call);
            if (route.scripts && Cors.isPreflight(call)) {
                return Cors.preflight(call, allowed, String.join(", ", route.methods));
            }
            reply = route.methods.contains(call.method())
                    ? route.endpoint.answer(call)
                    : OAuthException.of(
                                    "invalid_request",
                                    METHOD_NOT_ALLOWED,
                                    "the method is not allowed here",
                                    Map.of("Allow", String.join(", ", route.methods)))
                            .reply();
        } catch (OAuthException e) {
            reply = e.reply();
        } catch (StoreUnavailableException | AuditUnavailableException e) {
            reply = OAuthException.of(
                            "temporarily_unavailable",
                            UNAVAILABLE,
                            "the server cannot answer right now; repeat later",
                            Map.of(RETRY_AFTER, RETRY_SECONDS))
                    .reply();
        }
        return route.scripts ? Cors.readable(reply, call, allowed) : reply;
    }

    private static Reply page(Route route, Call call) {
        if (!route.methods.contains(call.method())) {
            return Pages.fault(METHOD_NOT_ALLOWED, "Not possible", "This page cannot be called in this way.")
                    .with("Allow", String.join(", ", route.methods));
        }
        try {
            return route.endpoint.answer(call);
        } catch (PageException e) {
            return Pages.fault(e.status(), "This does not work", String.valueOf(e.getMessage()));
        } catch (StoreUnavailableException | AuditUnavailableException e) {
            return Pages.fault(
                            UNAVAILABLE,
                            "Not available right now",
                            "The server cannot reach its data. Wait a moment and load this page again.")
                    .with(RETRY_AFTER, RETRY_SECONDS);
        }
    }

    /**
     * An endpoint at its path.
     *
     * @param scripts whether scripts of other origins may call
     * @param page whether people see its errors
     */
    private record Route(Endpoint endpoint, List<String> methods, boolean scripts, boolean page) {
        static Route forScripts(Endpoint endpoint, List<String> methods) {
            return new Route(endpoint, methods, true, false);
        }

        static Route forServers(Endpoint endpoint) {
            return new Route(endpoint, POST, false, false);
        }

        static Route forPeople(Endpoint endpoint, List<String> methods) {
            return new Route(endpoint, methods, false, true);
        }
    }
}
