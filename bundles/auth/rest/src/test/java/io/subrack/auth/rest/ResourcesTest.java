/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.auth.api.Caller;
import io.subrack.auth.rest.Views.GroupView;
import io.subrack.auth.rest.Views.RoleView;
import io.subrack.auth.rest.Views.SessionView;
import io.subrack.auth.rest.Views.UserView;
import io.subrack.auth.spi.AccountProblem;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.api.ProblemType;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    void writesDownWhereARequestComesFromBehindAProxy() {
        admin.add("bob");

        users.delete("bob", Requests.by(ada, Map.of("@" + RequestAttributes.CLIENT_ADDRESS, "203.0.113.9")));

        assertThat(admin.asked).singleElement().asString().contains(" from 203.0.113.9 ");
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
    void putsFindsAndDeletesRoles() throws Exception {
        var roles = new RolesResource(admin);

        var made = roles.put("clerk", Requests.json("{'scopes': ['orders.read']}"), Requests.by(ada));
        assertThat(made.getStatus()).isEqualTo(201);
        assertThat(made.getLocation()).hasToString("/api/platform/v1/roles/clerk");
        assertThat(roles.put("clerk", Requests.json("{'scopes': []}"), Requests.by(ada))
                        .getStatus())
                .isEqualTo(200);
        var shown = new RoleView("clerk", "", new TreeSet<>(), false);
        assertThat(roles.one("clerk").getEntity()).isEqualTo(shown);
        assertThat(roles.list(Requests.by(ada)).items()).containsExactly(shown);

        assertThat(roles.delete("clerk", Requests.by(ada)).getStatus()).isEqualTo(204);
        assertThat(admin.asked).containsExactly("delete role clerk by ada from 192.0.2.1 r1");
        assertProblem(AccountProblem.UNKNOWN, () -> roles.one("clerk"));
        assertProblem(AccountProblem.UNKNOWN, () -> roles.delete("clerk", Requests.by(ada)));
    }

    @Test
    void putsFindsAndDeletesGroups() throws Exception {
        var groups = new GroupsResource(admin);

        var made =
                groups.put("office", Requests.json("{'description': 'Office', 'roles': ['clerk']}"), Requests.by(ada));
        assertThat(made.getStatus()).isEqualTo(201);
        assertThat(made.getLocation()).hasToString("/api/platform/v1/groups/office");
        assertThat(made.getEntity()).isEqualTo(new GroupView("office", "Office", new TreeSet<>(Set.of("clerk"))));
        assertThat(groups.list(Requests.by(ada)).items())
                .containsExactly((GroupView) groups.one("office").getEntity());

        assertThat(groups.delete("office", Requests.by(ada)).getStatus()).isEqualTo(204);
        assertThat(admin.asked).containsExactly("delete group office by ada from 192.0.2.1 r1");
        assertProblem(AccountProblem.UNKNOWN, () -> groups.one("office"));
    }

    @Test
    void changesARoleOnlyAsItWasRead() throws Exception {
        var roles = new RolesResource(admin);
        roles.put("clerk", Requests.json("{'scopes': ['orders.read']}"), Requests.by(ada));
        var read = Map.of("If-Match", roles.one("clerk").getHeaderString("ETag"));

        var changed = roles.put("clerk", Requests.json("{'scopes': []}"), Requests.by(ada, read));

        assertThat(changed.getStatus()).isEqualTo(200);
        assertThat(changed.getHeaderString("ETag"))
                .isEqualTo(roles.one("clerk").getHeaderString("ETag"))
                .isNotEqualTo(read.get("If-Match"));
        assertProblem(
                AccountProblem.CHANGED,
                () -> roles.put("clerk", Requests.json("{'scopes': ['a']}"), Requests.by(ada, read)));
        assertProblem(AccountProblem.CHANGED, () -> roles.delete("clerk", Requests.by(ada, read)));
        assertProblem(
                AccountProblem.CHANGED,
                () -> roles.put("new", Requests.json("{'scopes': []}"), Requests.by(ada, read)));
        assertThat(roles.list(Requests.by(ada)).items())
                .extracting(RoleView::name)
                .containsExactly("clerk");
    }

    @Test
    void savesNothingOfABodyThatIsWrong() {
        assertProblem(
                WebProblem.UNPROCESSABLE,
                () -> new RolesResource(admin)
                        .put("clerk", Requests.json("{'scopes': 'orders.read'}"), Requests.by(ada)));
        assertProblem(
                WebProblem.UNPROCESSABLE,
                () -> new GroupsResource(admin).put("office", Requests.json("{'scopes': []}"), Requests.by(ada)));

        assertThat(admin.roles).isEmpty();
        assertThat(admin.groups).isEmpty();
    }

    @Test
    void marksTheSessionInUse() {
        admin.addSession("t", FakeAdmin.NOW);
        admin.addSession("u", FakeAdmin.NOW);

        var sessions = new SessionsResource(admin).list(Requests.by(ada)).items();

        assertThat(sessions.get(0).current()).isTrue();
        assertThat(sessions.get(1).current()).isFalse();
    }

    @Test
    void pagesSessionsByTheirBeginningWhicheverIsUsedMeanwhile() {
        var sessions = new SessionsResource(admin);
        for (int i = 0; i < 5; i++) {
            // Two begin at the same time.
            admin.addSession("s" + i, FakeAdmin.NOW.minusSeconds(600L + 60L * (i / 2)));
        }

        var first = sessions.list(Requests.by(ada, Map.of("?limit", "3")));
        admin.use("s4");
        admin.addSession("new", FakeAdmin.NOW);
        var next = String.valueOf(first.next());
        var after = next.substring(next.indexOf("&after=") + "&after=".length());
        var last = sessions.list(Requests.by(ada, Map.of("?limit", "3", "?after", after)));

        assertThat(first.items()).extracting(SessionView::id).containsExactly("s0", "s1", "s2");
        assertThat(next).startsWith("/api/platform/v1/sessions?limit=3&after=");
        assertThat(last.items()).extracting(SessionView::id).containsExactly("s3", "s4");
        assertThat(last.next()).isNull();
    }

    @Test
    void goesOnWhereASessionWasThatIsOver() {
        var sessions = new SessionsResource(admin);
        admin.addSession("a", FakeAdmin.NOW.minusSeconds(1));
        admin.addSession("b", FakeAdmin.NOW.minusSeconds(2));

        var after = SessionPlace.of(admin.sessions.remove(0)).toString();

        assertThat(sessions.list(Requests.by(ada, Map.of("?after", after))).items())
                .extracting(SessionView::id)
                .containsExactly("b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s1", ".s1", "1.", "-1.s1", "9999999999999999999.s1", "1.s1\n", "1.s/1"})
    void refusesAPlaceThatNoPageNamed(String after) {
        assertProblem(
                WebProblem.BAD_REQUEST,
                () -> new SessionsResource(admin).list(Requests.by(ada, Map.of("?after", after))));
    }

    @Test
    void letsNoTokenMakeAStrongerOneAndNoClientHaveAProfile() {
        var me = new MeResource(new FakeAccounts());

        assertProblem(
                AccountProblem.BEYOND_OWN_RIGHTS,
                () -> me.createToken(
                        Requests.json("{'name': 'ci', 'scopes': ['platform.deploy']}"),
                        Requests.by(Requests.person("ada", "account", "platform.read"))));
        assertProblem(
                WebProblem.FORBIDDEN, () -> me.tokens(Requests.by(Requests.caller(Caller.Kind.CLIENT, "client"))));
    }

    @Test
    void letsOnlySessionsAndTokensForItManageAnAccount() throws Exception {
        var me = new MeResource(new FakeAccounts());
        var session = of("", null, Instant.EPOCH, "platform.read");
        var granted = of("cli", null, Instant.EPOCH, "account");
        var token = of("", null, null, "account");
        for (var caller : List.of(session, granted, token)) {
            assertThat(me.tokens(Requests.by(caller)).items()).isEmpty();
        }
        assertThat(me.createToken(
                                Requests.json("{'name': 'ci', 'scopes': ['account', 'platform.read']}"),
                                Requests.by(session))
                        .getStatus())
                .isEqualTo(201);

        List.of(
                        of("", null, null, "platform.users"),
                        of("cli", null, Instant.EPOCH, "platform.users"),
                        of("notes", "notes", Instant.EPOCH, "account"),
                        of("", "notes", Instant.EPOCH, "account"),
                        of("cli", "client:cli", Instant.EPOCH, "account"))
                .forEach(caller -> List.<ThrowingCallable>of(
                                () -> me.tokens(Requests.by(caller)),
                                () -> me.sessions(Requests.by(caller)),
                                () -> me.endSession("s", Requests.by(caller)),
                                () -> me.deleteToken("t", Requests.by(caller)),
                                () -> me.createToken(Requests.json("{'name': 'ci'}"), Requests.by(caller)))
                        .forEach(attempt -> assertProblem(WebProblem.FORBIDDEN, attempt)));
    }

    private static Caller of(String client, String actor, Instant authenticated, String... scopes) {
        return new Caller(
                Caller.Kind.USER,
                "ada",
                "ada",
                client,
                Set.of(scopes),
                Set.of(),
                "t",
                null,
                authenticated,
                List.of(),
                actor);
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
