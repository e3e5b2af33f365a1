/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static io.subrack.auth.oauth.World.location;
import static io.subrack.auth.oauth.World.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.SessionStore.Session;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When somebody is asked what a client may do, and what becomes of the answer. */
class AuthorizeConsentTest {
    private final World world = new World();

    @Test
    void asksForConsentOnce() {
        world.clients.put(Clients.client("web").withConsent().build());
        String cookie = world.accounts.logIn("ada");

        Reply reply = world.authorize(cookie);

        assertThat(location(reply)).startsWith(World.ISSUER + "/consent?request=");
        allow(reply, cookie, Set.of("openid", "orders.read", "more"));
        assertThat(location(world.goOn(reply, cookie))).startsWith(World.CALLBACK + "?code=");
        assertThat(location(world.authorize(cookie))).startsWith(World.CALLBACK + "?code=");
        assertThat(location(world.authorize(cookie, "scope", "openid orders.write")))
                .contains("/consent?");
        assertThat(world.clients.consent("ada", "web")).containsExactlyInAnyOrder("openid", "orders.read");
    }

    @ParameterizedTest
    @CsvSource({"http://127.0.0.1/cb, http://127.0.0.1:4711/cb", "com.acme.app:/cb, com.acme.app:/cb"})
    void asksEachTimeWhereAnyProgramOfTheDeviceCouldAsk(String registered, String sent) {
        world.clients.put(Clients.client("spa")
                .isPublic()
                .redirectUris(registered)
                .withConsent()
                .build());
        String cookie = world.accounts.logIn("ada");
        String[] application = {"client_id", "spa", "redirect_uri", sent};

        Reply reply = world.authorize(cookie, application);
        world.clock.advance(Duration.ofSeconds(1));
        Reply other = world.authorize(cookie, application);
        allow(reply, cookie, Set.of("openid", "orders.read"));

        assertThat(location(world.goOn(other, cookie))).contains("/consent?request=");
        assertThat(location(world.goOn(reply, cookie))).startsWith(sent + "?code=");
        assertThat(location(world.goOn(reply, cookie))).contains("/consent?request=");
        assertThat(location(world.authorize(cookie, application))).contains("/consent?request=");
        Reply silent = world.authorize(cookie, "client_id", "spa", "redirect_uri", sent, "prompt", "none");
        assertThat(location(silent)).contains("error=consent_required");
        world.clients.put(
                Clients.client("spa").isPublic().redirectUris(registered).build());
        assertThat(location(world.authorize(cookie, application))).startsWith(sent + "?code=");
    }

    @Test
    void asksAgainWithPromptConsent() {
        String cookie = world.accounts.logIn("ada");
        allow(world.authorize(cookie, "prompt", "consent"), cookie, Set.of("openid", "orders.read"));
        world.clock.advance(Duration.ofSeconds(2));

        Reply reply = world.authorize(cookie, "prompt", "consent");

        assertThat(location(reply)).contains("/consent?request=");
        allow(reply, cookie, Set.of("openid", "orders.read"));
        assertThat(location(world.goOn(reply, cookie))).startsWith(World.CALLBACK + "?code=");
    }

    @Test
    void tellsTheClientThatTheUserDoesNotAllowIt() {
        Reply reply = world.authorize(null);

        var answer = world.requests.deny(query(location(reply)).get("request")).orElseThrow();

        assertThat(query(answer.location()))
                .containsEntry("error", "access_denied")
                .containsEntry("state", "s t&ä")
                .containsEntry("iss", World.ISSUER);
        assertThat(answer.form()).isNull();
        assertThat(world.requests.deny("nonsense")).isEmpty();
    }

    private void allow(Reply reply, String cookie, Set<String> scopes) {
        Session session = world.accounts.sessions.get(cookie);
        assertThat(world.requests.allow(query(location(reply)).get("request"), session, scopes))
                .isTrue();
    }
}
