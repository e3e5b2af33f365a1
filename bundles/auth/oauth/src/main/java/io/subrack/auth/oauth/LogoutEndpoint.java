/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.SecretBox;
import io.subrack.auth.spi.SessionStore.Session;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Ends a browser session for a client (OpenID Connect RP-Initiated Logout 1.0). A client that shows an id token of the
 * session's user is obeyed; otherwise the user is asked, so that no link logs anybody out.
 */
final class LogoutEndpoint implements Endpoint {
    private static final String CONTEXT = "oauth.logout";
    private static final String CONFIRMED = "confirmed";
    private static final int MAX_STATE_CHARS = 2_048;
    private static final String END_OF_COOKIE =
            Accounts.SESSION_COOKIE + "=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax";

    private final Services services;
    private final SecretBox box;

    LogoutEndpoint(Services services, SecretBox box) {
        this.services = services;
        this.box = box;
    }

    @Override
    public Reply answer(Call call) {
        FormParameters parameters = parameters(call);
        Optional<Session> session = call.cookie(Accounts.SESSION_COOKIE).flatMap(services.accounts()::session);
        if (parameters.has(CONFIRMED)) {
            return confirmed(parameters, session, call);
        }
        Optional<Map<String, Object>> hint = hint(parameters);
        String next = next(parameters, hint);
        boolean own = hint.isPresent()
                && session.map(Session::userId)
                        .map(user -> user.equals(hint.get().get("sub")))
                        .orElse(true);
        if (session.isEmpty() && (own || next.isEmpty())) {
            return leave(next);
        }
        if (own) {
            return end(session.orElseThrow(), next, call);
        }
        return ask(session.orElse(null), next);
    }

    private static FormParameters parameters(Call call) {
        try {
            return call.isPost() ? call.form() : oneEach(call.queryParameters());
        } catch (OAuthException e) {
            throw new PageException(e.status(), "The application sent a malformed request: " + e.description() + ".");
        }
    }

    private static FormParameters oneEach(FormParameters parameters) {
        if (parameters.hasRepeats()) {
            throw OAuthException.invalidRequest("a parameter is there twice");
        }
        return parameters;
    }

    private Optional<Map<String, Object>> hint(FormParameters parameters) {
        return parameters
                .get("id_token_hint")
                .map(hint -> services.tokens()
                        .idTokenHint(hint)
                        .orElseThrow(() -> PageException.badRequest(
                                "The application shows an id token that is not from here (id_token_hint).")));
    }

    /** Returns where to go afterwards; empty for nowhere. */
    private String next(FormParameters parameters, Optional<Map<String, Object>> hint) {
        String uri = parameters.orNull("post_logout_redirect_uri");
        if (uri == null) {
            return "";
        }
        String audience = hint.map(claims -> audience(claims.get("aud"))).orElse(null);
        String id = parameters.get("client_id").orElse(audience == null ? "" : audience);
        boolean registered = (audience == null || audience.equals(id))
                && services.clients()
                        .client(id)
                        .filter(Client::enabled)
                        .filter(client -> client.postLogoutRedirectUris().contains(uri))
                        .isPresent();
        if (!registered) {
            throw PageException.badRequest("The address to go to afterwards is not registered for the application"
                    + " (post_logout_redirect_uri).");
        }
        String state = parameters
                .get("state")
                .filter(text -> text.length() <= MAX_STATE_CHARS)
                .orElse("");
        return state.isEmpty() ? uri : ClientAnswers.withQuery(uri, List.of("state", state));
    }

    private static @Nullable String audience(@Nullable Object claim) {
        if (claim instanceof Iterable<?> all) {
            for (Object one : all) {
                return String.valueOf(one);
            }
            return null;
        }
        return claim == null ? null : claim.toString();
    }

    private Reply ask(@Nullable Session session, String next) {
        String binding = binding(session);
        String sealed = box.seal(next.getBytes(StandardCharsets.UTF_8), CONTEXT);
        List<String> fields =
                List.of(CONFIRMED, sealed, "form_token", services.accounts().formToken(binding));
        return Pages.confirmLogout(services.issuer().url(Paths.LOGOUT), fields, next);
    }

    private Reply confirmed(FormParameters parameters, Optional<Session> session, Call call) {
        String token = parameters.get("form_token").orElse("");
        if (!call.isPost() || !services.accounts().isFormToken(binding(session.orElse(null)), token)) {
            throw PageException.badRequest("This page is too old. Go back to the application and log out again.");
        }
        String next = opened(parameters.get(CONFIRMED).orElse(""));
        return session.map(open -> end(open, next, call)).orElseGet(() -> leave(next));
    }

    private String opened(String sealed) {
        try {
            return new String(box.open(sealed, CONTEXT), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw PageException.badRequest("This page is not from here. Go back to the application and log out again.");
        }
    }

    private static String binding(@Nullable Session session) {
        return "logout:" + (session == null ? "" : session.id());
    }

    private Reply end(Session session, String next, Call call) {
        services.accounts().endSession(session.userId(), session.id(), call.from());
        return leave(next).with("Set-Cookie", END_OF_COOKIE);
    }

    private static Reply leave(String next) {
        return next.isEmpty() ? Pages.loggedOut() : Reply.redirect(next);
    }
}
