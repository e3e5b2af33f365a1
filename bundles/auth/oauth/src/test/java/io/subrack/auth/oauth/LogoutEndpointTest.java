/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import static io.subrack.auth.oauth.World.location;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.spi.Accounts;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class LogoutEndpointTest {
    private static final String BYE = "https://app.example/bye";

    private final World world = new World();
    private final String hint =
            World.json(world.redeem(world.code())).path("id_token").textValue();
    private final String cookie = world.accounts.logIn("ada");
    private final String header = "Cookie: " + Accounts.SESSION_COOKIE + "=" + cookie;

    @Test
    void endsTheSessionForAClientThatShowsTheUsersIdToken() {
        Reply reply =
                world.get(Paths.LOGOUT, header, "id_token_hint", hint, "post_logout_redirect_uri", BYE, "state", "s 1");

        assertThat(location(reply)).isEqualTo(BYE + "?state=s+1");
        assertThat(world.accounts.session(cookie)).isEmpty();
        assertThat(reply.headers().get("Set-Cookie")).contains("Max-Age=0", "Secure", "HttpOnly");
    }

    @Test
    void takesAPostedRequestToo() {
        Reply reply = world.post(Paths.LOGOUT, header, "id_token_hint", hint);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(World.text(reply)).contains("You are logged out");
        assertThat(world.accounts.session(cookie)).isEmpty();
    }

    @Test
    void asksTheUserWithoutAnIdToken() {
        Reply page = world.get(Paths.LOGOUT, header, "client_id", "web", "post_logout_redirect_uri", BYE);

        assertThat(page.status()).isEqualTo(200);
        assertThat(World.text(page)).contains("Log out?", "method=\"post\"");
        assertThat(world.accounts.session(cookie)).isPresent();
        Reply done = world.post(
                Paths.LOGOUT, header, "confirmed", field(page, "confirmed"), "form_token", field(page, "form_token"));
        assertThat(location(done)).isEqualTo(BYE);
        assertThat(world.accounts.session(cookie)).isEmpty();
    }

    @Test
    void asksTheUserIfTheIdTokenIsAnothersOne() {
        world.user("bob", true);
        String bob = world.accounts.logIn("bob");

        Reply page = world.get(Paths.LOGOUT, "Cookie: " + Accounts.SESSION_COOKIE + "=" + bob, "id_token_hint", hint);

        assertThat(World.text(page)).contains("Log out?");
        assertThat(world.accounts.session(bob)).isPresent();
    }

    @Test
    void believesNoConfirmationOfAnotherSite() {
        Reply page = world.get(Paths.LOGOUT, header);
        String sealed = field(page, "confirmed");

        assertThat(world.post(Paths.LOGOUT, header, "confirmed", sealed).status())
                .isEqualTo(400);
        assertThat(world.post(Paths.LOGOUT, header, "confirmed", sealed, "form_token", "x")
                        .status())
                .isEqualTo(400);
        assertThat(world.get(Paths.LOGOUT, header, "confirmed", sealed, "form_token", field(page, "form_token"))
                        .status())
                .isEqualTo(400);
        assertThat(world.post(
                                Paths.LOGOUT,
                                header,
                                "confirmed",
                                new World.Box().seal("https://evil.example".getBytes(), "other"),
                                "form_token",
                                field(page, "form_token"))
                        .status())
                .isEqualTo(400);
        assertThat(world.accounts.session(cookie)).isPresent();
    }

    @Test
    void redirectsNowhereElse() {
        String[] others = {"https://evil.example/", BYE + "/", BYE + "?x=1", World.CALLBACK, "javascript:alert(1)"};

        for (String other : others) {
            Reply reply = world.get(Paths.LOGOUT, header, "id_token_hint", hint, "post_logout_redirect_uri", other);
            assertThat(reply.status()).as(other).isEqualTo(400);
            assertThat(reply.headers()).doesNotContainKey("Location");
        }
        assertThat(world.get(Paths.LOGOUT, header, "post_logout_redirect_uri", BYE)
                        .status())
                .isEqualTo(400);
        assertThat(world.get(
                                Paths.LOGOUT,
                                header,
                                "id_token_hint",
                                hint,
                                "client_id",
                                "other",
                                "post_logout_redirect_uri",
                                BYE)
                        .status())
                .isEqualTo(400);
        assertThat(world.get(Paths.LOGOUT, header, "id_token_hint", "nonsense").status())
                .isEqualTo(400);
        assertThat(world.accounts.session(cookie)).isPresent();
    }

    @Test
    void goesOnWhenNobodyIsLoggedIn() {
        Reply back = world.get(Paths.LOGOUT, "id_token_hint", hint, "post_logout_redirect_uri", BYE);
        Reply here = world.get(Paths.LOGOUT);

        assertThat(location(back)).isEqualTo(BYE);
        assertThat(World.text(here)).contains("You are logged out");
    }

    private static String field(Reply page, String name) {
        Matcher field =
                Pattern.compile("name=\"" + name + "\" value=\"([^\"]*)\"").matcher(World.text(page));
        assertThat(field.find()).isTrue();
        return field.group(1);
    }
}
