/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the command line, against a real platform. */
class CliIT {
    private static final String GREETER = "io.subrack.examples.greeter";
    private static final String PID = "io.subrack.management";

    @RegisterExtension
    static final SharedSubrack subrack = new SharedSubrack();

    @TempDir
    Path directory;

    private final List<String> called = new ArrayList<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) throws IOException {
        called.add(String.join(" ", arguments));
        out.reset();
        err.reset();
        return Main.run(
                Map.of(
                        "SUBRACK_CLI_HOME",
                        directory.resolve("cli").toString(),
                        "SUBRACK_URL",
                        subrack.url("/").toString(),
                        "SUBRACK_TOKEN",
                        Files.readString(subrack.platform().operatorTokenFile()).strip()),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments);
    }

    private void fine(String... arguments) throws IOException {
        int code = run(arguments);
        assertThat(code).as(String.join(" ", arguments) + "\n" + err).isZero();
    }

    private JsonNode json(String... arguments) throws IOException {
        var all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", "json"));
        fine(all.toArray(String[]::new));
        return new ObjectMapper().readTree(out.toByteArray());
    }

    @Test
    void everyCommandWorks() throws Exception {
        bundlesAndDeployments();
        lookingAround();
        configuration();
        accounts();
        clients();
        upkeep();
        here();

        var untried = new TreeSet<>(commands());
        untried.removeIf(command -> called.stream().anyMatch(each -> (each + " ").startsWith(command + " ")));
        assertThat(untried).isEmpty();
    }

    private void bundlesAndDeployments() throws IOException {
        String first = Repository.example("greeter-v1").toString();
        String second = Repository.example("greeter-v2").toString();
        fine("bundle", "install", first, "-m", "from the command line");
        assertThat(json("bundle", "ls")).hasSize(1);
        assertThat(json("bundle", "show", GREETER).path("version").asText()).isEqualTo("1.0.0");
        fine("bundle", "why", GREETER);
        fine("deploy", "plan", second);
        fine("bundle", "update", second);
        fine("bundle", "stop", GREETER);
        fine("bundle", "start", GREETER);
        fine("bundle", "logs", GREETER);
        fine("bundle", "log-level", GREETER, "DEBUG", "--minutes", "1");
        fine("bundle", "log-level", GREETER, "reset");
        // it asks for nothing, so it can be granted nothing
        assertThat(run("bundle", "grant", GREETER, "no.such.scope")).isEqualTo(6);
        fine("deploy", "rollback");
        assertThat(json("bundle", "show", GREETER).path("state").asText()).isEqualTo("STOPPED");
        fine("deploy", "rollback", "1");
        JsonNode history = json("deploy", "history");
        fine("deploy", "show", history.get(0).path("id").asText());
        fine("deploy", "sets");
        fine("deploy", "set", "current");
        fine("deploy", "diff", "1", "2");
        Path export = directory.resolve("set.json");
        fine("deploy", "export", "1", export.toString());
        assertThat(export).content().contains(GREETER);
        fine("deploy", "apply", second);
        fine("bundle", "uninstall", GREETER);
        assertThat(json("bundle", "ls")).isEmpty();
        fine("deploy", "apply", first);
    }

    private void lookingAround() throws IOException {
        long id = json("service", "ls", "--bundle", GREETER).get(0).path("id").asLong();
        fine("service", "show", Long.toString(id));
        fine("api", "ls");
        assertThat(json("api", "show").path("openapi").asText()).startsWith("3.1");
        fine("api", "operations", "--bundle", GREETER);
        JsonNode jobs = json("job", "ls");
        String job = jobs.get(0).path("id").asText();
        fine("job", "show", job);
        fine("job", "follow", job);
        assertThat(run("job", "cancel", job)).isEqualTo(6);
        fine("log", "show", "--level", "INFO", "--limit", "3");
        fine("log", "loggers");
        fine("log", "level", "org.eclipse.jetty");
        fine("audit", "ls", "--limit", "5");
        fine("audit", "status");
        fine("audit", "check");
        Path records = directory.resolve("audit.jsonl");
        fine("audit", "export", records.toString());
        assertThat(records).isNotEmptyFile();
        fine("health");
        fine("doctor");
        fine("whoami");
    }

    private void configuration() throws IOException {
        fine("config", "ls");
        fine("config", "get", PID);
        fine("config", "set", PID, "waits.max=20", "--dry-run");
        fine("config", "set", PID, "waits.max=20", "-m", "more waiting");
        fine("config", "get", PID, "waits.max");
        assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo("20");
        fine("config", "diff", PID);
        fine("config", "history", PID);
        fine("config", "revert", PID);
        fine("config", "get", PID, "waits.max");
        assertThat(out.toString(StandardCharsets.UTF_8).strip()).isNotEqualTo("20");
        fine("config", "reset", PID, "--yes");
        assertThat(run("config", "set", PID, "waits.max=many")).isEqualTo(6);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("waits.max");
    }

    private void accounts() throws IOException {
        fine("role", "ls");
        fine("role", "scopes");
        fine("role", "set", "reader", "platform.read", "--description", "looks");
        fine("role", "show", "reader");
        fine("group", "set", "readers", "reader");
        fine("group", "ls");
        fine("user", "add", "bob", "--group", "readers");
        assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("sru_").hasLineCount(1);
        fine("user", "show", "bob");
        fine("user", "set", "bob", "--email", "bob@example.com");
        fine("user", "reset-password", "bob");
        assertThat(run("user", "reset-second-factor", "bob", "--yes")).isIn(0, 4, 6);
        fine("user", "revoke", "bob");
        fine("user", "ls", "bob");
        fine("user", "rm", "bob", "--yes");
        fine("group", "rm", "readers", "--yes");
        fine("role", "rm", "reader", "--yes");
        fine("session", "ls");
        assertThat(run("session", "rm", "no-such-session", "--yes")).isIn(0, 4, 6);
        JsonNode token = json("token", "add", "another", "--scope", "platform.read", "--days", "1");
        assertThat(token.path("token").asText()).startsWith("srk_");
        fine("token", "ls");
        fine("token", "rm", token.path("id").asText(), "--yes");
    }

    private void clients() throws IOException {
        JsonNode client = json("client", "add", "Robot", "--grant-type", "client_credentials");
        String id = client.path("id").asText();
        assertThat(client.path("secret").asText()).startsWith("srx_");
        fine("client", "show", id);
        JsonNode secret = json("client", "add-secret", id);
        fine("client", "rm-secret", id, secret.path("id").asText(), "--yes");
        fine("client", "disable", id);
        fine("client", "enable", id);
        fine("client", "revoke", id);
        fine("client", "ls", "Robot");
        fine("client", "rm", id, "--yes");
        fine("key", "ls");
        fine("key", "rotate");
    }

    private void upkeep() throws IOException {
        fine("repo", "ls");
        fine("repo", "add", "mine", "deploy", "--kind", "folder");
        fine("repo", "show", "mine");
        fine("repo", "refresh", "mine");
        fine("repo", "search", "greeter");
        fine("repo", "updates");
        fine("repo", "rm", "mine", "--yes");
        Path zip = directory.resolve("backup.zip");
        fine("backup", "create", "--to", zip.toString());
        assertThat(zip).isNotEmptyFile();
        String id = json("backup", "ls").get(0).path("id").asText();
        fine("backup", "fetch", id, directory.resolve("again.zip").toString());
        fine("backup", "rm", id, "--yes");
        assertThat(run("restore", "no-such-backup")).isEqualTo(2);
        assertThat(run("restore", "no-such-backup", "--yes")).isIn(4, 6);
        fine("support-zip", directory.resolve("support.zip").toString());
    }

    private void here() throws IOException {
        fine("context", "add", "other", "https://other.example");
        fine("context", "use", "other");
        fine("context", "ls");
        fine("context", "rm", "other");
        fine("open", "--print");
        fine("completion", "bash");
        fine("logout");
        // nobody will enter the code
        assertThat(run("login", "http://127.0.0.1:9")).isEqualTo(5);
    }

    @Test
    void theScriptStartsIt() throws Exception {
        var command = new ProcessBuilder(
                        subrack.platform()
                                .distribution()
                                .home()
                                .resolve("bin/subrack")
                                .toString(),
                        "bundle",
                        "ls",
                        "-o",
                        "json")
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        command.environment().put("SUBRACK_DATA", subrack.platform().data().toString());
        command.environment().put("SUBRACK_CLI_HOME", directory.resolve("cli").toString());
        command.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        command.environment()
                .put(
                        "SUBRACK_TOKEN",
                        Files.readString(subrack.platform().operatorTokenFile()).strip());
        for (int i = 0; i < 2; i++) { // the second call uses the classes that the first has archived
            Process process = command.start();
            byte[] printed = process.getInputStream().readAllBytes();
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(new ObjectMapper().readTree(printed).isArray()).isTrue();
        }
        try (var cached = Files.list(directory.resolve("cache/subrack"))) {
            assertThat(cached).anyMatch(file -> file.toString().endsWith(".jsa"));
        }
    }

    /** Reads the commands from their reference, which is made from the commands. */
    private static List<String> commands() throws IOException {
        var all = Files.readAllLines(Repository.root().resolve("docs/reference/cli.md"));
        var commands = new ArrayList<String>();
        String noun = "";
        for (String line : all) {
            if (line.startsWith("### ")) {
                commands.remove(noun);
                commands.add(line.substring(4));
            } else if (line.startsWith("## ") && Character.isLowerCase(line.charAt(3))) {
                noun = line.substring(3);
                commands.add(noun);
            }
        }
        return commands;
    }
}
