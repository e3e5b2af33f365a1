/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.AuthorizationResponse;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenErrorResponse;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenIntrospectionResponse;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Token;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import io.subrack.tests.system.AuthRig.Registered;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;

/** The OAuth 2.0 / OpenID Connect SDK of Nimbus against the platform. */
final class NimbusClients {
    private static final URI CALLBACK = URI.create("https://client.example/callback");

    private final AuthRig rig;
    private final Registered web;
    private final Registered robot;
    private final ECKey robotKey;
    private final OIDCProviderMetadata metadata;

    NimbusClients(AuthRig rig, Registered web, Registered robot, ECKey robotKey) throws Exception {
        this.rig = rig;
        this.web = web;
        this.robot = robot;
        this.robotKey = robotKey;
        this.metadata = OIDCProviderMetadata.resolve(new Issuer(rig.issuer()), request -> trust(request));
    }

    List<DynamicTest> tests() {
        return List.of(
                DynamicTest.dynamicTest("Nimbus logs in, refreshes and asks who it is", this::logsIn),
                DynamicTest.dynamicTest("Nimbus introspects and revokes", this::introspectsAndRevokes),
                DynamicTest.dynamicTest("Nimbus proves a key, and verifies what it gets", this::provesAKey),
                DynamicTest.dynamicTest("Nimbus understands errors", this::understandsErrors));
    }

    private void logsIn() throws Exception {
        CodeVerifier verifier = new CodeVerifier();
        Nonce nonce = new Nonce();
        OIDCTokenResponse tokens = redeem(authorize(verifier, nonce), verifier);
        IDTokenClaimsSet identity = validator().validate(tokens.getOIDCTokens().getIDToken(), nonce);
        UserInfoResponse info = UserInfoResponse.parse(send(new UserInfoRequest(
                        metadata.getUserInfoEndpointURI(),
                        tokens.getOIDCTokens().getAccessToken())
                .toHTTPRequest()));
        RefreshToken refresh = tokens.getOIDCTokens().getRefreshToken();
        OIDCTokenResponse refreshed =
                tokens(new TokenRequest.Builder(metadata.getTokenEndpointURI(), basic(), new RefreshTokenGrant(refresh))
                        .build());

        assertThat(info.indicatesSuccess()).isTrue();
        assertThat(info.toSuccessResponse().getUserInfo().getSubject()).isEqualTo(identity.getSubject());
        assertThat(refreshed.getOIDCTokens().getRefreshToken()).isNotEqualTo(refresh);
        note(tokens);
        note(refreshed);
    }

    private void introspectsAndRevokes() throws Exception {
        CodeVerifier verifier = new CodeVerifier();
        OIDCTokenResponse tokens = redeem(authorize(verifier, new Nonce()), verifier);
        AccessToken access = tokens.getOIDCTokens().getAccessToken();
        note(tokens);

        TokenIntrospectionResponse before = introspect(access);
        HTTPResponse revoked =
                send(new TokenRevocationRequest(metadata.getRevocationEndpointURI(), basic(), access).toHTTPRequest());
        TokenIntrospectionResponse after = introspect(access);

        assertThat(before.toSuccessResponse().isActive()).isTrue();
        assertThat(before.toSuccessResponse().getClientID().getValue()).isEqualTo(web.id());
        assertThat(revoked.getStatusCode()).isEqualTo(200);
        assertThat(after.toSuccessResponse().isActive()).isFalse();
    }

    private void provesAKey() throws Exception {
        PrivateKeyJWT proof = new PrivateKeyJWT(
                new ClientID(robot.id()),
                metadata.getTokenEndpointURI(),
                JWSAlgorithm.ES256,
                robotKey.toPrivateKey(),
                robotKey.getKeyID(),
                null);
        AccessToken token = clientCredentials(proof);
        rig.secrets().note(token.getValue());

        JWTClaimsSet claims = processor().process(token.getValue(), null);

        assertThat(claims.getIssuer()).isEqualTo(rig.issuer());
        assertThat(claims.getStringClaim("client_id")).isEqualTo(robot.id());
        assertThat(rig.platform().client(token.getValue()).get("/vault/items").status())
                .isEqualTo(200);
    }

    private void understandsErrors() throws Exception {
        TokenErrorResponse grant = TokenErrorResponse.parse(send(new TokenRequest.Builder(
                        metadata.getTokenEndpointURI(),
                        basic(),
                        new AuthorizationCodeGrant(new AuthorizationCode("src_nonsense"), CALLBACK))
                .build()
                .toHTTPRequest()));
        TokenErrorResponse client = TokenErrorResponse.parse(send(new TokenRequest.Builder(
                        metadata.getTokenEndpointURI(),
                        new ClientSecretPost(new ClientID(web.id()), new Secret("srx_wrong")),
                        new ClientCredentialsGrant())
                .build()
                .toHTTPRequest()));

        assertThat(grant.getErrorObject().getCode()).isEqualTo("invalid_grant");
        assertThat(client.getErrorObject().getCode()).isEqualTo("invalid_client");
        assertThat(client.getErrorObject().getHTTPStatusCode()).isEqualTo(401);
    }

    private AuthorizationCode authorize(CodeVerifier verifier, Nonce nonce) throws Exception {
        State state = new State();
        URI request = new AuthorizationRequest.Builder(ResponseType.CODE, new ClientID(web.id()))
                .scope(new Scope("openid", "profile", "offline_access"))
                .state(state)
                .redirectionURI(CALLBACK)
                .codeChallenge(verifier, CodeChallengeMethod.S256)
                .customParameter("nonce", nonce.getValue())
                .endpointURI(metadata.getAuthorizationEndpointURI())
                .build()
                .toURI();
        Browser browser = rig.browser();
        URI back = browser.goTo(
                request.toString(),
                CALLBACK.toString(),
                Subrack.ADMIN,
                rig.platform().password());
        AuthorizationResponse response = AuthorizationResponse.parse(back);
        assertThat(response.indicatesSuccess()).as(back.toString()).isTrue();
        assertThat(response.getState()).isEqualTo(state);
        assertThat(response.getIssuer()).isEqualTo(metadata.getIssuer());
        AuthorizationCode code = response.toSuccessResponse().getAuthorizationCode();
        rig.secrets().note(code.getValue(), verifier.getValue());
        rig.secrets().note(browser.cookies().values().toArray(new String[0]));
        return code;
    }

    private OIDCTokenResponse redeem(AuthorizationCode code, CodeVerifier verifier) throws Exception {
        return tokens(new TokenRequest.Builder(
                        metadata.getTokenEndpointURI(), basic(), new AuthorizationCodeGrant(code, CALLBACK, verifier))
                .build());
    }

    private OIDCTokenResponse tokens(TokenRequest request) throws Exception {
        return (OIDCTokenResponse)
                OIDCTokenResponseParser.parse(send(request.toHTTPRequest())).toSuccessResponse();
    }

    private AccessToken clientCredentials(ClientAuthentication authentication) throws Exception {
        HTTPResponse response = send(
                new TokenRequest.Builder(metadata.getTokenEndpointURI(), authentication, new ClientCredentialsGrant())
                        .scope(new Scope("vault.read"))
                        .build()
                        .toHTTPRequest());
        return com.nimbusds.oauth2.sdk.TokenResponse.parse(response)
                .toSuccessResponse()
                .getTokens()
                .getAccessToken();
    }

    private TokenIntrospectionResponse introspect(Token token) throws Exception {
        return TokenIntrospectionResponse.parse(send(
                new TokenIntrospectionRequest(metadata.getIntrospectionEndpointURI(), basic(), token).toHTTPRequest()));
    }

    private ClientSecretBasic basic() {
        return new ClientSecretBasic(new ClientID(web.id()), new Secret(web.secret()));
    }

    private IDTokenValidator validator() throws Exception {
        return new IDTokenValidator(
                metadata.getIssuer(),
                new ClientID(web.id()),
                new JWSVerificationKeySelector<>(JWSAlgorithm.ES256, keys()),
                null);
    }

    private DefaultJWTProcessor<SecurityContext> processor() throws Exception {
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(new JOSEObjectType("at+jwt")));
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(Set.of(JWSAlgorithm.ES256), keys()));
        return processor;
    }

    private JWKSource<SecurityContext> keys() throws Exception {
        var retriever = new DefaultResourceRetriever(
                10_000, 10_000, 100_000, true, rig.platform().key().context().getSocketFactory());
        return JWKSourceBuilder.create(metadata.getJWKSetURI().toURL(), retriever)
                .build();
    }

    private HTTPResponse send(HTTPRequest request) throws Exception {
        trust(request);
        return request.send();
    }

    private void trust(HTTPRequest request) {
        request.setSSLSocketFactory(rig.platform().key().context().getSocketFactory());
    }

    private void note(OIDCTokenResponse tokens) {
        rig.secrets()
                .note(
                        tokens.getOIDCTokens().getAccessToken().getValue(),
                        tokens.getOIDCTokens().getRefreshToken().getValue(),
                        tokens.getOIDCTokens().getIDTokenString());
    }
}
