/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.Tokens;
import io.subrack.auth.spi.UserStore.User;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A token with which a client acts on behalf of a user (RFC 8693): the user is its subject, the client its actor, and it
 * allows only what the user's token, the client and the user allow. It ends with the grant of the user's token or, if that has none, with the token. A token
 * that came from an exchange is not exchanged again, so no chain outlives the first token by more than one lifetime.
 */
final class TokenExchange implements TokenGrant {
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    /** Sets clients apart from bundles, whose symbolic names have no colon. */
    static final String ACTING_CLIENT = "client:";

    private final Services services;
    private final TokenIssue issue;

    TokenExchange(Services services, TokenIssue issue) {
        this.services = services;
        this.issue = issue;
    }

    @Override
    public Reply answer(Call call, FormParameters form, Client client) {
        if (client.isPublic()) {
            throw OAuthException.of("unauthorized_client", "a client without a credential cannot act for others");
        }
        checkParameters(form);
        Tokens.Verified subject = subject(form);
        User user = services.accounts()
                .user(subject.caller().subject())
                .filter(User::enabled)
                .orElseThrow(() -> OAuthException.invalidRequest("the subject of subject_token is gone"));
        SortedSet<String> scopes = scopes(subject, client, user, form);
        Tokens.Issued access = services.tokens()
                .accessToken(new Tokens.AccessTokenRequest(
                        caller(user, client, scopes, subject),
                        client.id(),
                        List.of(),
                        scopes,
                        endsWith(subject),
                        ACTING_CLIENT + client.id()));
        issue.confirm(
                access,
                issue.isStill(client, scopes)
                        && issue.isStill(user, scopes)
                        && services.tokens()
                                .verify(form.get("subject_token").orElse(""))
                                .isPresent());
        services.audit()
                .tokens(
                        AuditTypes.TOKEN_ISSUED,
                        subject.caller(),
                        client.id(),
                        "token-exchange",
                        ScopeRules.text(scopes),
                        call.from());
        Map<String, Object> members = issue.members(access, scopes);
        members.put("issued_token_type", ACCESS_TOKEN);
        return Reply.json(200, members);
    }

    /** Returns the user's grant or, without one, the token itself: ids of both are revoked alike. */
    private static String endsWith(Tokens.Verified subject) {
        String grantId = subject.grantId();
        return grantId == null ? subject.caller().tokenId() : grantId;
    }

    private void checkParameters(FormParameters form) {
        if (!ACCESS_TOKEN.equals(form.orNull("subject_token_type"))) {
            throw OAuthException.invalidRequest("subject_token_type must be " + ACCESS_TOKEN);
        }
        if (form.has("requested_token_type") && !ACCESS_TOKEN.equals(form.orNull("requested_token_type"))) {
            throw OAuthException.invalidRequest("requested_token_type can only be " + ACCESS_TOKEN);
        }
        if (form.has("actor_token") || form.has("actor_token_type")) {
            throw OAuthException.invalidRequest("actor_token is not supported: the client itself is the actor");
        }
        String issuer = services.issuer().url().toString();
        for (String target : List.of("resource", "audience")) {
            if (form.has(target) && !issuer.equals(form.orNull(target))) {
                throw OAuthException.of("invalid_target", target + " can only be the issuer");
            }
        }
    }

    private Tokens.Verified subject(FormParameters form) {
        String token =
                form.get("subject_token").orElseThrow(() -> OAuthException.invalidRequest("subject_token is missing"));
        return services.tokens()
                .verify(token)
                .filter(verified -> verified.caller().kind() == Caller.Kind.USER
                        && verified.caller().actor() == null)
                .orElseThrow(() -> OAuthException.invalidRequest(
                        "subject_token is not a valid access token of a user, or came from an exchange itself"));
    }

    private SortedSet<String> scopes(Tokens.Verified subject, Client client, User user, FormParameters form) {
        SortedSet<String> most = ScopeRules.without(subject.caller().scopes(), ScopeRules.OF_THE_PERSON);
        most.retainAll(client.scopes());
        most.retainAll(new TreeSet<>(services.accounts().scopes(user)));
        SortedSet<String> scopes = ScopeRules.narrowed(most, form.orNull("scope"));
        if (scopes.isEmpty()) {
            throw OAuthException.invalidScope("the token, the client and the user have no scope in common");
        }
        return scopes;
    }

    private Caller caller(User user, Client client, Set<String> scopes, Tokens.Verified subject) {
        return issue.subject(
                user,
                client.id(),
                scopes,
                subject.caller().authenticated(),
                subject.caller().methods());
    }
}
