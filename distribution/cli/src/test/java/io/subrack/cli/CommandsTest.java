/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    private static final String API = "/api/platform/v1";
    private static final String PLAN = "{'id': 'p1', 'baseSet': 3, 'applicable': true, 'needsYes': false,"
            + " 'interruption': 'NONE', 'bundles': [{'bundle': 'greeter', 'action': 'STOP', 'why': 'asked for'}]}";
    private static final String LIVE =
            "{'id': 'd1', 'status': 'COMMITTED', 'newSet': 4, 'durationMillis': 61, 'warnings': []}";

    @TempDir
    Path home;

    private final Shell shell = new Shell();
    private FakeServer server;

    @BeforeEach
    void start() throws IOException {
        server = new FakeServer();
        shell.environment.put("SUBRACK_CLI_HOME", home.resolve("cli").toString());
        shell.environment.put("SUBRACK_URL", server.url());
        shell.environment.put("SUBRACK_TOKEN", "srk_secret");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }

    @Test
    void printsATableOfAllPages() {
        server.answer(
                        "GET " + API + "/bundles",
                        200,
                        json("{'items': [{'symbolicName': 'a', 'version': '1.0.0', 'state': 'STARTED'}]," + " 'next': '"
                                + API + "/bundles?after=a'}"))
                .answer("GET " + API + "/bundles?after=a", 200, json("{'items': [{'symbolicName': 'b'}]}"));

        assertThat(shell.run("bundle", "ls")).isZero();

        assertThat(shell.out().lines().map(line -> line.split(" +")[0])).containsExactly("BUNDLE", "a", "b");
        assertThat(server.authorizations).containsOnly("Bearer srk_secret");
    }

    @Test
    void printsForPrograms() {
        server.answer("GET " + API + "/bundles", 200, json("{'items': [{'symbolicName': 'a', 'version': '1.0.0'}]}"));

        shell.run("bundle", "ls", "-o", "json");
        assertThat(shell.out()).isEqualToIgnoringWhitespace(json("[{'symbolicName': 'a', 'version': '1.0.0'}]"));
        shell.run("bundle", "ls", "-o", "yaml");
        assertThat(shell.out()).isEqualTo("- symbolicName: a\n  version: 1.0.0\n");
        shell.run("bundle", "ls", "-o", "name");
        assertThat(shell.out()).isEqualTo("a\n");
    }

    @Test
    void showsHostileTextAsText() {
        server.answer("GET " + API + "/bundles", 200, "{\"items\": [{\"symbolicName\": \"a\\u001b[2J\\u202eb\"}]}");

        shell.run("bundle", "ls");

        assertThat(shell.out()).contains("a\\u001b[2J\\u202eb").doesNotContain("\u001b");
    }

    @Test
    void plansAppliesAndFollows() {
        server
                .answer("GET " + API + "/bundles/greeter/impact?action=stop", 200, json("{'sentence': 'Hits orders.'}"))
                .answer("POST " + API + "/plans", 201, json(PLAN))
                .answer("POST " + API + "/deployments", 202, json("{'id': 'd1', 'status': 'RUNNING'}"))
                .stream(
                        "GET " + API + "/deployments/d1/events",
                        json("event: step\nid: 1\ndata: {'phase': 'SWITCH', 'text': 'switching over'}\n\n"
                                + "event: end\ndata: {'id': 'd1'}\n\n"))
                .answer("GET " + API + "/deployments/d1?wait=PT10S", 200, json(LIVE));

        assertThat(shell.run("bundle", "stop", "greeter", "-m", "tired")).isZero();

        assertThat(shell.err()).contains("Hits orders.", "stop greeter", "switching over", "Set 4 is live");
        assertThat(server.asked)
                .contains("POST " + API + "/plans "
                        + json("{'changes':[{'action':'stop','bundle':'greeter'}],'reason':'tired'}"));
    }

    @Test
    void changesNothingInADryRun() {
        server.answer("POST " + API + "/plans", 201, json(PLAN));

        assertThat(shell.run("bundle", "start", "greeter", "--dry-run")).isZero();

        assertThat(shell.out()).contains("Plan p1").contains("none, no request is held or lost");
        assertThat(server.asked).noneMatch(request -> request.contains("/deployments"));
    }

    @Test
    void asksAPersonAndTakesNoForAnAnswer() {
        server.answer("POST " + API + "/plans", 201, json(PLAN));
        shell.interactive = true;
        shell.typed = "n\n";

        assertThat(shell.run("bundle", "start", "greeter")).isEqualTo(ExitCode.REFUSED);

        assertThat(shell.err()).contains("Apply?", "Nothing has changed.");
        assertThat(server.asked).noneMatch(request -> request.contains("/deployments"));
    }

    @Test
    void reachesNoOtherBundlesWithoutAYes() {
        server.answer("POST " + API + "/plans", 201, json(PLAN.replace("'needsYes': false", "'needsYes': true")));

        assertThat(shell.run("bundle", "start", "greeter")).isEqualTo(ExitCode.USAGE);

        assertThat(shell.err()).contains("--yes");
    }

    @Test
    void tellsThatADeploymentWasUndone() {
        server
                .answer("POST " + API + "/plans", 201, json(PLAN))
                .answer("POST " + API + "/deployments", 202, json("{'id': 'd1'}"))
                .stream("GET " + API + "/deployments/d1/events", "")
                .answer(
                        "GET " + API + "/deployments/d1?wait=PT10S",
                        200,
                        json("{'id': 'd1', 'status': 'UNDONE', 'failure': {'detail': 'the activator throws'}}"));

        assertThat(shell.run("bundle", "start", "greeter")).isEqualTo(ExitCode.FAILED);

        assertThat(shell.err()).contains("the activator throws");
    }

    @Test
    void endsWithCodesForScripts() {
        server.answer("GET " + API + "/bundles", 401, json("{'title': 'Needs a token'}"))
                .answer("GET " + API + "/users", 403, json("{'detail': 'needs platform.users'}"))
                .answer("GET " + API + "/keys", 503, json("{'detail': 'the database is down'}"))
                .answer("GET " + API + "/clients", 409, json("{'detail': 'in use'}"));

        assertThat(shell.run("bundle", "ls")).isEqualTo(ExitCode.NOT_ALLOWED);
        assertThat(shell.err()).contains("subrack login");
        assertThat(shell.run("user", "ls")).isEqualTo(ExitCode.NOT_ALLOWED);
        assertThat(shell.run("bundle", "show", "nope")).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(shell.run("key", "ls")).isEqualTo(ExitCode.SERVER_GONE);
        assertThat(shell.run("client", "ls")).isEqualTo(ExitCode.REFUSED);
        assertThat(shell.run("bundle")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.run("bundle", "fly")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("subrack bundle --help");
        assertThat(shell.run("bundle", "install", "no-such.jar")).isEqualTo(ExitCode.USAGE);
        server.close();
        assertThat(shell.run("bundle", "ls")).isEqualTo(ExitCode.SERVER_GONE);
        assertThat(shell.err()).contains("is it running there?");
    }

    @Test
    void sendsNoTokenInClearText() {
        assertThat(shell.run("--url", "http://subrack.example", "bundle", "ls")).isEqualTo(ExitCode.USAGE);

        assertThat(shell.err()).contains("use https");
    }

    @Test
    void keepsALoginToItsOwnerAndRenewsIt() throws IOException {
        shell.environment.remove("SUBRACK_TOKEN");
        shell.environment.remove("SUBRACK_URL");
        assertThat(shell.run("context", "add", "home", server.url())).isZero();
        assertThat(shell.run("context", "use", "home")).isZero();
        var contexts = new Contexts(home.resolve("cli"));
        contexts.put(contexts.find("home").orElseThrow().withTokens("old", 0, "srr_one"));
        server.answer(
                        "POST /oauth2/token",
                        200,
                        json("{'access_token': 'new', 'expires_in': 300, 'refresh_token': 'srr_two'}"))
                .answer("GET " + API + "/bundles", 200, json("{'items': []}"));

        assertThat(shell.run("bundle", "ls")).isZero();

        assertThat(server.authorizations).endsWith("Bearer new");
        assertThat(contexts.find("home").orElseThrow().refreshToken()).isEqualTo("srr_two");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(home.resolve("cli").resolve("contexts.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void logsInByDeviceCode() {
        shell.environment.remove("SUBRACK_TOKEN");
        server.answer(
                        "POST /oauth2/device_authorization",
                        200,
                        json(
                                "{'device_code': 'srd_x', 'user_code': 'BCDF-GHJK', 'verification_uri': 'https://s/device',"
                                        + " 'interval': 0, 'expires_in': 600}"))
                .answer("POST /oauth2/token", 400, json("{'error': 'authorization_pending'}"))
                .answer(
                        "POST /oauth2/token",
                        200,
                        json(
                                "{'access_token': 'a', 'expires_in': 300, 'refresh_token': 'r', 'scope': 'platform.read'}"));

        assertThat(shell.run("login")).isZero();

        assertThat(shell.err())
                .contains("https://s/device", "BCDF-GHJK", "platform.read")
                .doesNotContain("srd_x");
        assertThat(new Contexts(home.resolve("cli"))
                        .find("default")
                        .orElseThrow()
                        .refreshToken())
                .isEqualTo("r");
    }

    @Test
    void completesInEachShell() {
        for (String kind : new String[] {"bash", "zsh", "fish"}) {
            assertThat(shell.run("completion", kind)).isZero();
            assertThat(shell.out()).contains("bundle", "rollback");
        }
    }

    @Test
    void tellsWhereAnIdGoesThatLooksLikeAnOption() {
        server.answer("DELETE " + API + "/me/api-tokens/-4oW24k2R72rnFRXrMYmFQ", 204, "");

        assertThat(shell.run("token", "rm", "-4oW24k2R72rnFRXrMYmFQ", "--yes")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).contains("goes to the end, after two hyphens: -- -AbC");

        assertThat(shell.run("token", "rm", "--yes", "--", "-4oW24k2R72rnFRXrMYmFQ"))
                .as(shell.err())
                .isZero();
        assertThat(shell.run("token", "rm", "--no-such-option-at-all", "--yes")).isEqualTo(ExitCode.USAGE);
        assertThat(shell.err()).doesNotContain("two hyphens");
    }
}
