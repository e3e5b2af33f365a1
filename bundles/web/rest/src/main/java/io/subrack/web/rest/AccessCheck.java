/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.Guard.Decision;
import io.subrack.auth.spi.Guard.Decision.Denied;
import io.subrack.web.spi.GuardAttributes;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.monitoring.RequestEvent;
import org.glassfish.jersey.server.monitoring.RequestEventListener;

/**
 * Asks whether the caller may do what the request has matched. A listener and not a filter, because it is told when the
 * match is final and before any filter bound to it runs, whatever priority that claims; nothing of the body has been read
 * then.
 */
final class AccessCheck implements RequestEventListener {
    private final AccessRules rules;

    AccessCheck(AccessRules rules) {
        this.rules = rules;
    }

    @Override
    public void onEvent(RequestEvent event) {
        switch (event.getType()) {
            case LOCATOR_MATCHED ->
                require(
                        event.getContainerRequest(),
                        List.of(rules.ofLocator(
                                event.getUriInfo().getMatchedResourceLocators().get(0))));
            case REQUEST_MATCHED -> require(event.getContainerRequest(), rules.of(event.getUriInfo()));
            default -> {
                // Nothing is decided there.
            }
        }
    }

    /** Goes on if one of the requirements is met. */
    private static void require(ContainerRequest request, List<AccessRequirement> any) {
        Denied denial = null;
        for (AccessRequirement requirement : any) {
            Decision decision = GuardAttributes.decide(Answers.exchange(request).request(), requirement);
            if (!(decision instanceof Denied denied)) {
                return;
            }
            denial = denial == null || requirement.kind() == AccessRequirement.Kind.RESTRICTED ? denied : denial;
        }
        if (denial != null) {
            throw new WebApplicationException(answer(Answers.exchange(request), denial));
        }
    }

    /** Has a body already, so that no exception mapper makes anything else of it. */
    private static Response answer(ServletExchange exchange, Denied denied) {
        byte[] problem =
                Problem.of(GuardAttributes.problem(denied), denied.detail()).json(exchange.requestId());
        Response.ResponseBuilder answer = Response.status(denied.status())
                .type(Problem.MEDIA_TYPE)
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .entity(problem);
        if (denied.challenge() != null) {
            answer.header(HttpHeaders.WWW_AUTHENTICATE, denied.challenge());
        }
        return answer.build();
    }
}
