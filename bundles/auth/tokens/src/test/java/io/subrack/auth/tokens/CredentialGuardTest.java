/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.AccessRequirement;
import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.CredentialSource;
import io.subrack.auth.spi.Guard.Authentication;
import io.subrack.auth.spi.Guard.Authentication.Accepted;
import io.subrack.auth.spi.Guard.Authentication.Refused;
import io.subrack.auth.spi.Guard.Credentials;
import io.subrack.auth.spi.Guard.Decision;
import io.subrack.auth.spi.Guard.Decision.Denied;
import io.subrack.auth.spi.StoreUnavailableException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialGuardTest {
    private static final String REALM = "Bearer realm=\"subrack\"";
    private static final String SESSION = Accounts.SESSION_COOKIE + "=srs_good";

    @TempDir
    Path directory;

    private TokenRig rig;
    private CredentialGuard guard;
    private volatile boolean accountsDown;

    @BeforeEach
    void start() {
        rig = new TokenRig(directory);
        guard = guard();
    }

    @AfterEach
    void stop() {
        guard.close();
        rig.close();
    }

    private CredentialGuard guard() {
        return new CredentialGuard(
                rig.tokens,
                rig.issuer,
                this::readClaimed,
                new ClaimMark(directory.resolve("claimed")),
                rig.upkeep,
                List.of(new Source("srk_"), new Source("srs_")));
    }

    private boolean readClaimed() {
        if (accountsDown) {
            throw new StoreUnavailableException("The database does not answer.", new IllegalStateException("down"));
        }
        return true;
    }

    /** Knows one credential. */
    private record Source(String prefix) implements CredentialSource {
        @Override
        public Optional<Caller> resolve(String credential) {
            return credential.equals(prefix + "good") ? Optional.of(TokenRig.user("ada")) : Optional.empty();
        }
    }

    private static Credentials header(String... authorization) {
        return new Credentials(List.of(authorization), List.of(), "GET", null, null, false);
    }

    private static Credentials cookie(String cookies, String method, @Nullable String origin, @Nullable String site) {
        return new Credentials(List.of(), List.of(cookies), method, origin, site, false);
    }

    private void refused(Credentials credentials, int status, @Nullable String challenge) {
        Authentication answer = guard.authenticate(credentials);

        assertThat(answer).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.status()).isEqualTo(status);
            assertThat(refused.challenge()).isEqualTo(challenge);
            assertThat(refused.detail()).endsWith(".").doesNotContain("sr?_").doesNotContain("eyJ");
        });
    }

    private void accepted(Credentials credentials, String subject) {
        assertThat(guard.authenticate(credentials))
                .isInstanceOfSatisfying(
                        Accepted.class,
                        answer -> assertThat(answer.caller().subject()).isEqualTo(subject));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer ", "bearer ", "BEARER ", "Bearer    "})
    void acceptsAnAccessToken(String scheme) {
        accepted(header(scheme + rig.issue().token()), "ada");
    }

    @Test
    void acceptsAnApiTokenAndNobody() {
        accepted(header("Bearer srk_good"), "ada");
        accepted(header(), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "eyJ.eyJ.AA", "srk_bad", "srx_good", "srs_good", "sr", "null", "Bearer"})
    void refusesBadTokens(String token) {
        refused(header("Bearer " + token), 401, REALM + ", error=\"invalid_token\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "Bearer ", "Bearer a b", "Bearer a,b", "Bearer a, Bearer b"})
    void refusesAHeaderThatDoesNotHoldOneToken(String header) {
        refused(header(header), 400, REALM + ", error=\"invalid_request\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic YTpi", "Digest x", "", "Bearerx", "Bearer\teyJ"})
    void refusesOtherSchemesAsIfThereWereNoCredential(String header) {
        refused(header(header), 401, REALM);
    }

    @Test
    void refusesTwoTokensAtOnce() {
        String token = "Bearer " + rig.issue().token();

        refused(header(token, token), 400, REALM + ", error=\"invalid_request\"");
        refused(header(token, "Basic YTpi"), 400, REALM + ", error=\"invalid_request\"");
        refused(
                new Credentials(List.of(token), List.of(), "GET", null, null, true),
                400,
                REALM + ", error=\"invalid_request\"");
        refused(
                new Credentials(List.of(), List.of(), "GET", null, null, true),
                400,
                REALM + ", error=\"invalid_request\"");
    }

    @Test
    void ignoresACookieBesideAToken() {
        accepted(
                new Credentials(
                        List.of("Bearer "
                                + rig.tokens
                                        .accessToken(TokenRig.request("bob"))
                                        .token()),
                        List.of(SESSION),
                        "POST",
                        "https://attacker.example.org",
                        "cross-site",
                        false),
                "bob");
        refused(
                new Credentials(List.of("Bearer x"), List.of(SESSION), "GET", null, null, false),
                401,
                REALM + ", error=\"invalid_token\"");
    }

    // --- sessions

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "GET,-,-",
                "GET,-,none",
                "GET,-,same-origin",
                "HEAD,-,none",
                "OPTIONS,-,-",
                "GET,https://subrack.example.org,same-origin",
                "POST,https://subrack.example.org,same-origin",
                "POST,https://subrack.example.org,-",
                "DELETE,-,same-origin"
            })
    void acceptsASessionFromOurOwnPages(String method, @Nullable String origin, @Nullable String site) {
        accepted(cookie(SESSION, method, origin, site), "ada");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "GET,-,cross-site",
                "GET,-,same-site",
                "HEAD,-,cross-site",
                "GET,https://attacker.example.org,-",
                "GET,null,-",
                "POST,-,-",
                "POST,-,none",
                "POST,-,same-site",
                "POST,-,cross-site",
                "POST,null,same-origin",
                "POST,https://attacker.example.org,same-origin",
                "POST,http://subrack.example.org,same-origin",
                "POST,https://subrack.example.org:8443,same-origin",
                "POST,https://subrack.example.org.attacker.org,-",
                "PUT,-,-",
                "DELETE,-,-",
                "PATCH,-,-",
                "post,-,-",
                "TRACE,-,-"
            })
    void refusesASessionThatAnotherSiteUses(String method, @Nullable String origin, @Nullable String site) {
        refused(cookie(SESSION, method, origin, site), 403, null);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__Host-subrack-session=srs_good",
                "a=b; __Host-subrack-session=srs_good; c=d",
                "a=b;__Host-subrack-session=srs_good"
            })
    void findsTheSessionAmongCookies(String cookies) {
        accepted(cookie(cookies, "GET", null, null), "ada");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "__Host-subrack-session=srs_over",
                "__Host-subrack-session=srk_good",
                "__Host-subrack-session=",
                "x__Host-subrack-session=srs_good",
                "other=__Host-subrack-session=srs_good",
                "__host-subrack-session=srs_good",
                "subrack-session=srs_good"
            })
    void takesWhatIsNoSessionForNobody(String cookies) {
        accepted(cookie(cookies, "POST", "https://attacker.example.org", "cross-site"), "");
    }

    @Test
    void refusesTwoSessionsAtOnce() {
        refused(cookie(SESSION + "; " + SESSION, "GET", null, null), 400, REALM + ", error=\"invalid_request\"");
        refused(
                new Credentials(List.of(), List.of(SESSION, SESSION), "GET", null, null, false),
                400,
                REALM + ", error=\"invalid_request\"");
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.example.org,https://a.example.org",
        "https://a.example.org:443/x,https://a.example.org",
        "http://a.example.org:80,http://a.example.org",
        "http://a.example.org:443,http://a.example.org:443",
        "http://127.0.0.1:8080/base,http://127.0.0.1:8080",
        "http://[::1]:8080,http://[::1]:8080"
    })
    void writesOriginsAsBrowsersDo(URI url, String origin) {
        assertThat(BrowserSession.origin(url)).isEqualTo(origin);
    }

    // --- decisions

    private static Caller caller(Set<String> scopes, Set<String> roles) {
        return new Caller(Caller.Kind.USER, "ada", "Ada", "", scopes, roles, "", null, null, List.of(), null);
    }

    private void denied(Decision decision, int status, @Nullable String challenge) {
        assertThat(decision).isInstanceOfSatisfying(Denied.class, denied -> {
            assertThat(denied.status()).isEqualTo(status);
            assertThat(denied.challenge()).isEqualTo(challenge);
            assertThat(denied.detail()).endsWith(".");
        });
    }

    @Test
    void letsNobodyCallWhatDeclaresNothing() {
        for (Caller each : List.of(Caller.ANONYMOUS, caller(Set.of("platform.users"), Set.of("admin")))) {
            denied(guard.authorize(each, AccessRequirement.UNDECLARED), 403, null);
            denied(guard.authorize(each, AccessRequirement.DENIED), 403, null);
        }
    }

    @Test
    void letsEverybodyCallWhatIsPublic() {
        assertThat(guard.authorize(Caller.ANONYMOUS, AccessRequirement.PUBLIC)).isSameAs(Decision.PERMITTED);
    }

    @Test
    void demandsACallerWithoutAnErrorWhenThereIsNone() {
        denied(guard.authorize(Caller.ANONYMOUS, AccessRequirement.ANY_CALLER), 401, REALM);
        denied(guard.authorize(Caller.ANONYMOUS, AccessRequirement.scopes("a")), 401, REALM);
        assertThat(guard.authorize(caller(Set.of(), Set.of()), AccessRequirement.ANY_CALLER))
                .isSameAs(Decision.PERMITTED);
    }

    @Test
    void demandsAllScopes() {
        AccessRequirement both = AccessRequirement.scopes("b.write", "a.read");
        String challenge = REALM + ", error=\"insufficient_scope\", scope=\"a.read b.write\"";

        denied(guard.authorize(caller(Set.of("a.read"), Set.of("admin")), both), 403, challenge);
        denied(guard.authorize(caller(Set.of(), Set.of()), both), 403, challenge);
        assertThat(guard.authorize(caller(Set.of("a.read", "b.write", "c"), Set.of()), both))
                .isSameAs(Decision.PERMITTED);
    }

    @Test
    void demandsOneOfTheRoles() {
        AccessRequirement any = AccessRequirement.roles("admin", "deployer");
        String challenge = REALM + ", error=\"insufficient_scope\"";

        denied(guard.authorize(caller(Set.of("admin"), Set.of("viewer")), any), 403, challenge);
        assertThat(guard.authorize(caller(Set.of(), Set.of("deployer")), any)).isSameAs(Decision.PERMITTED);
    }

    @Test
    void demandsScopesAndRolesTogether() {
        AccessRequirement both = new AccessRequirement(AccessRequirement.Kind.RESTRICTED, Set.of("a"), Set.of("r"));

        assertThat(guard.authorize(caller(Set.of("a"), Set.of()), both)).isInstanceOf(Denied.class);
        assertThat(guard.authorize(caller(Set.of(), Set.of("r")), both)).isInstanceOf(Denied.class);
        assertThat(guard.authorize(caller(Set.of("a"), Set.of("r")), both)).isSameAs(Decision.PERMITTED);
    }

    @Test
    void goesOnWhileTheStoreIsDown() {
        String token = "Bearer " + rig.issue().token();
        rig.store.down = true;
        accountsDown = true;

        accepted(header(token), "ada");
        accepted(header("Bearer " + rig.issue().token()), "ada");
    }

    @ParameterizedTest
    @ValueSource(strings = {"down", "wrong"})
    void tellsPeopleToComeBackWhenItCannotBeFoundOutWhoTheyAre(String how) {
        CredentialSource source = new CredentialSource() {
            @Override
            public String prefix() {
                return "sr";
            }

            @Override
            public Optional<Caller> resolve(String credential) {
                throw how.equals("down")
                        ? new StoreUnavailableException("The database does not answer.", new IllegalStateException())
                        : new IllegalStateException("wrong");
            }
        };
        guard.close();
        guard = new CredentialGuard(
                rig.tokens,
                rig.issuer,
                () -> true,
                new ClaimMark(directory.resolve("claimed")),
                rig.upkeep,
                List.of(source));

        for (Credentials credentials : List.of(
                new Credentials(List.of("Bearer srk_x"), List.of(), "GET", null, null, false),
                new Credentials(List.of(), List.of(SESSION), "GET", null, null, false))) {
            assertThat(guard.authenticate(credentials))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.status()).isEqualTo(503));
        }
    }
}
