/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.auth.api.Caller;
import io.subrack.auth.rest.Views.UserView;
import io.subrack.auth.spi.AccountProblem;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.api.ProblemType;
import io.subrack.web.api.WebProblem;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the resources make of requests. */
class ResourcesTest {
    private final FakeAdmin admin = new FakeAdmin();
    private final UsersResource users = new UsersResource(admin);
    private final Caller ada = Requests.person("ada", "platform.users");

    @Test
    void showsAUserWithItsVersionAndWithoutItsPassword() throws Exception {
        admin.add("bob");

        var answer = users.one("bob");

        assertThat(answer.getEntityTag().getValue()).isEqualTo("3");
        var json = new ObjectMapper().writeValueAsString(answer.getEntity());
        assertThat(json)
                .contains("\"hasPassword\":true")
                .doesNotContain("argon2")
                .doesNotContain("secret");
    }

    @Test
    void pagesByName() {
        for (int i = 0; i < 5; i++) {
            admin.add("user " + i);
        }

        var first = users.list(Requests.by(ada, Map.of("?limit", "2")));
        var last = users.list(Requests.by(ada, Map.of("?limit", "2", "?after", "user 2")));

        assertThat(first.items()).extracting(UserView::name).containsExactly("user 0", "user 1");
        assertThat(first.next()).isEqualTo("/api/platform/v1/users?limit=2&query=&after=user%201");
        assertThat(last.items()).extracting(UserView::name).containsExactly("user 3", "user 4");
        assertThat(last.next()).isNull();
        assertProblem(WebProblem.BAD_REQUEST, () -> users.list(Requests.by(ada, Map.of("?limit", "0"))));
    }

    @Test
    void makesAUserAndShowsTheTokenOnceAndToNoCache() throws Exception {
        var answer = users.create(Requests.json("{'name': 'bob', 'roles': ['viewer']}"), Requests.by(ada));

        assertThat(answer.getStatus()).isEqualTo(201);
        assertThat(answer.getLocation()).hasToString("/api/platform/v1/users/bob");
        assertThat(answer.getHeaderString("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.getEntity().toString()).doesNotContain("sru_once");
        assertThat(admin.asked).containsExactly("create bob by ada from 192.0.2.1 r1");
    }

    @Test
    void changesOnlyWhatTheBodyHasAndTheVersionThatWasRead() throws Exception {
        admin.add("bob");

        users.change("bob", Requests.json("{'enabled': false}"), Requests.by(ada, Map.of("If-Match", "\"3\"")));

        assertThat(admin.asked)
                .singleElement()
                .asString()
                .startsWith("update bob version 3 UserChange[name=null, displayName=null, email=null, enabled=false,"
                        + " roles=null, groups=null]");
        assertProblem(
                AccountProblem.CHANGED,
                () -> users.change("bob", Requests.json("{}"), Requests.by(ada, Map.of("If-Match", "\"abc\""))));
    }

    @Test
    void saysAllThatIsWrongWithABody() {
        assertThatThrownBy(() ->
                        users.create(Requests.json("{'roles': 'viewer', 'email': 1, 'admin': true}"), Requests.by(ada)))
                .isInstanceOfSatisfying(ProblemException.class, problem -> {
                    assertThat(problem.type()).isEqualTo(WebProblem.UNPROCESSABLE);
                    assertThat(problem.getMessage())
                            .contains("name is missing")
                            .contains("roles must be a list")
                            .contains("email must be a text")
                            .contains("a member is not known");
                });
    }

    @Test
    void neverRepeatsABodyThatIsNotJson() {
        for (var text : new String[] {"{'password': 'hunter2 hunter2' x}", "{'a':1,'a':2}", "[1]", "", "{} {}"}) {
            assertThatThrownBy(() -> users.create(Requests.json(text), Requests.by(ada)))
                    .isInstanceOfSatisfying(ProblemException.class, problem -> {
                        assertThat(problem.type()).isEqualTo(WebProblem.BAD_REQUEST);
                        assertThat(problem.getMessage()).doesNotContain("hunter2");
                    });
        }
    }

    @Test
    void answersAStoreThatIsDownWith503AndTheUnknownWith404() {
        assertProblem(AccountProblem.UNKNOWN, () -> users.one("nobody"));
        assertProblem(AccountProblem.UNKNOWN, () -> users.delete("nobody", Requests.by(ada)));
        admin.down = true;
        assertProblem(AccountProblem.STORE_UNAVAILABLE, () -> users.one("ada"));
    }

    @Test
    void putsRolesAndGroups() throws Exception {
        var roles = new RolesResource(admin);

        assertThat(roles.put("clerk", Requests.json("{'scopes': ['orders.read']}"), Requests.by(ada))
                        .getStatus())
                .isEqualTo(201);
        assertThat(roles.put("clerk", Requests.json("{'scopes': []}"), Requests.by(ada))
                        .getStatus())
                .isEqualTo(200);
        assertThat(roles.one("clerk").scopes()).isEmpty();
        assertThat(new GroupsResource(admin)
                        .put("office", Requests.json("{'roles': ['clerk']}"), Requests.by(ada))
                        .getStatus())
                .isEqualTo(201);
    }

    @Test
    void marksTheSessionInUse() {
        var sessions = new SessionsResource(admin).list(Requests.by(ada)).items();

        assertThat(sessions.get(0).current()).isTrue();
        assertThat(sessions.get(1).current()).isFalse();
    }

    @Test
    void letsNoTokenMakeAStrongerOneAndNoClientHaveAProfile() {
        var me = new MeResource(new FakeAccounts());

        assertProblem(
                AccountProblem.BEYOND_OWN_RIGHTS,
                () -> me.createToken(
                        Requests.json("{'name': 'ci', 'scopes': ['platform.deploy']}"),
                        Requests.by(Requests.person("ada", "platform.read"))));
        assertProblem(
                WebProblem.FORBIDDEN, () -> me.tokens(Requests.by(Requests.caller(Caller.Kind.CLIENT, "client"))));
    }

    @Test
    void saysWhyAPasswordDoesNotDo() {
        var resets = new PasswordResetsResource(new FakeAccounts());

        assertProblem(
                AccountProblem.BAD_VALUE,
                () -> resets.redeem(
                        Requests.json("{'name': 'a', 'token': 'weak', 'password': 'p'}"),
                        Requests.by(Caller.ANONYMOUS)));
        assertProblem(
                AccountProblem.TOO_MANY,
                () -> resets.redeem(
                        Requests.json("{'name': 'a', 'token': 'often', 'password': 'p'}"),
                        Requests.by(Caller.ANONYMOUS)));
    }

    private static void assertProblem(ProblemType type, ThrowingCallable action) {
        assertThatThrownBy(action)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type())
                                .as(problem.getMessage())
                                .isEqualTo(type));
    }
}
