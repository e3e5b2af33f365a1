/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.AuthorizationRequests;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.GrantStore.Code;
import io.subrack.auth.spi.GrantStore.Grant;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.UserStore.User;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Gives a browser's user an authorization code for a client, by way of the login and consent pages if need be. */
final class AuthorizeEndpoint {
    /** Longer ones might not get through as part of a URI. */
    private static final int MAX_SEALED_CHARS = 7_500;

    private final Services services;
    private final RequestChecks checks;
    private final RequestSeal seal;
    private final ClientAnswers answers;

    AuthorizeEndpoint(Services services, RequestSeal seal) {
        this.services = services;
        this.seal = seal;
        this.checks = new RequestChecks(services.clients(), services.tokens(), services.clock());
        this.answers = new ClientAnswers(services.issuer());
    }

    /** Answers a client's request. */
    Reply begin(Call call) {
        return told(() -> {
            FormParameters parameters = call.isPost() ? call.formWithRepeats() : call.queryParameters();
            AuthorizationRequest request = checks.check(parameters);
            String sealed = seal.seal(request);
            if (sealed.length() > MAX_SEALED_CHARS) {
                throw refusal(request, "invalid_request", "the parameters are too long altogether");
            }
            if (call.isPost()) {
                // A form from another site comes without the session's cookie; the redirect brings it.
                return Reply.redirect(page(AuthorizationRequests.CONTINUE, sealed));
            }
            return goOn(request, sealed, call);
        });
    }

    /** Answers a browser that comes back from a page. */
    Reply resume(Call call) {
        return told(() -> {
            String sealed = call.queryParameters().get("request").orElse("");
            AuthorizationRequest request = seal.open(sealed)
                    .orElseThrow(() -> PageException.badRequest(
                            "This took too long. Go back to the application and begin again."));
            return goOn(request, sealed, call);
        });
    }

    private Reply told(java.util.function.Supplier<Reply> work) {
        try {
            return work.get();
        } catch (RequestException e) {
            return ClientAnswers.reply(answers.error(e.target(), e.code(), String.valueOf(e.getMessage())));
        } catch (OAuthException e) {
            throw new PageException(e.status(), "The application sent a malformed request: " + e.description() + ".");
        }
    }

    private Reply goOn(AuthorizationRequest request, String sealed, Call call) {
        Client client = checks.enabled(request.clientId());
        RequestChecks.registered(client, request.redirectUri());
        Optional<Session> session = call.cookie(Accounts.SESSION_COOKIE).flatMap(services.accounts()::session);
        Optional<User> user = session.flatMap(known -> services.accounts().user(known.userId()))
                .filter(User::enabled);
        if (session.isEmpty() || user.isEmpty() || mustLogIn(request, session.get())) {
            refuseIfSilent(request, "login_required", "the user must log in");
            return Reply.redirect(page(Paths.LOGIN_PAGE, sealed));
        }
        SortedSet<String> scopes =
                ScopeRules.given(request.scopes(), services.accounts().scopes(user.get()));
        if (scopes.isEmpty()) {
            throw refusal(request, "access_denied", "the user may do nothing of what is asked for");
        }
        if (mustConsent(request, sealed, client, session.get().userId())) {
            refuseIfSilent(request, "consent_required", "the user must be asked");
            return Reply.redirect(page(Paths.CONSENT_PAGE, sealed));
        }
        return ClientAnswers.reply(answers.code(request.target(), code(request, client, session.get(), call)));
    }

    private boolean mustLogIn(AuthorizationRequest request, Session session) {
        boolean fresh = isSince(request, session.authenticated());
        String hinted = request.hintedUser();
        if (hinted != null && !hinted.equals(session.userId())) {
            if (fresh) {
                throw refusal(request, "login_required", "another user logged in than the one in id_token_hint");
            }
            return true;
        }
        return !fresh
                && (request.prompts().contains(AuthorizationRequest.LOGIN)
                        || isTooOld(session.authenticated(), request.maxAge()));
    }

    private boolean isTooOld(Instant authenticated, @Nullable Duration maxAge) {
        return maxAge != null
                && authenticated.plus(maxAge).isBefore(services.clock().instant());
    }

    private boolean mustConsent(AuthorizationRequest request, String sealed, Client client, String userId) {
        if (client.consentRequired() && isAnybody(client, request)) {
            return !services.consents().take(sealed, userId, request.scopes());
        }
        if (request.prompts().contains(AuthorizationRequest.CONSENT)) {
            return services.clients().consents(userId).stream()
                    .filter(consent -> consent.clientId().equals(client.id()))
                    .noneMatch(consent -> isSince(request, consent.given())
                            && consent.scopes().containsAll(request.scopes()));
        }
        return client.consentRequired()
                && !services.clients().consent(userId, client.id()).containsAll(request.scopes());
    }

    /**
     * Says whether any program on the user's device could have sent this: it knows the client's id, and gets what is sent
     * to a loopback address or private scheme. Only a person can tell (RFC 8252, section 8.6).
     */
    private static boolean isAnybody(Client client, AuthorizationRequest request) {
        return client.isPublic() && !request.redirectUri().startsWith("https://");
    }

    /** Stores may keep times to the second only. */
    private static boolean isSince(AuthorizationRequest request, Instant time) {
        return !time.isBefore(request.started().truncatedTo(ChronoUnit.SECONDS));
    }

    private String code(AuthorizationRequest request, Client client, Session session, Call call) {
        Instant now = services.clock().instant();
        Settings settings = services.settings();
        boolean refreshable = ScopeRules.refreshable(client, request.scopes());
        // Who may be absent may also have logged out here.
        boolean offline = request.scopes().contains(ScopeRules.OFFLINE_ACCESS);
        Instant expires = refreshable
                ? now.plus(settings.refreshAbsolute())
                : now.plus(settings.code()).plus(services.tokens().lifetime());
        Grant grant = new Grant(
                Opaque.id(),
                session.userId(),
                client.id(),
                request.scopes(),
                offline ? null : session.id(),
                session.authenticated(),
                session.methods(),
                now,
                expires,
                null);
        String code = Opaque.secret(Opaque.CODE);
        services.grants()
                .create(
                        grant,
                        new Code(
                                Opaque.hash(code),
                                request.redirectUriSent() ? request.redirectUri() : null,
                                request.challenge(),
                                request.nonce(),
                                now.plus(settings.code())));
        services.audit().grant(AuditTypes.TOKEN_ISSUED, grant, call.from());
        return code;
    }

    private void refuseIfSilent(AuthorizationRequest request, String code, String description) {
        if (request.isSilent()) {
            throw refusal(request, code, description);
        }
    }

    private static RequestException refusal(AuthorizationRequest request, String code, String description) {
        return new RequestException(request.target(), code, description);
    }

    private String page(String path, String sealed) {
        return ClientAnswers.withQuery(services.issuer().url(path), List.of("request", sealed));
    }
}
