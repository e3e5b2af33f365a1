/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Entry of the command line. */
public final class Main {
    /** As they were given to API tokens and sessions once. */
    private static final Predicate<String> LIKE_AN_ID =
            Pattern.compile("-[A-Za-z0-9_][A-Za-z0-9_-]{20,}").asMatchPredicate();

    /** Set where the classes of this process are archived. */
    private static final String TRAINING = "subrack.cli.training";

    private Main() {}

    /**
     * Runs one command and ends the process with its {@linkplain ExitCode exit code}.
     *
     * @param arguments noun, verb, and what belongs to them
     */
    public static void main(String[] arguments) {
        int code = run(Terminal.ofProcess(), Clock.systemUTC(), arguments);
        if (Boolean.getBoolean(TRAINING)) {
            Training.run();
        }
        Http.leave();
        System.exit(code);
    }

    /**
     * Runs one command in this process, as a script without a person would.
     *
     * @param environment instead of that of the process
     * @return its exit code
     */
    public static int run(Map<String, String> environment, PrintStream out, PrintStream err, String... arguments) {
        var terminal = new Terminal(InputStream.nullInputStream(), out, err, false, Map.copyOf(environment));
        return run(terminal, Clock.systemUTC(), arguments);
    }

    static int run(Terminal terminal, Clock clock, String... arguments) {
        String noun = "";
        for (String argument : arguments) {
            if (nouns().containsKey(argument)) {
                noun = argument;
                break;
            }
        }
        return commandLine(terminal, clock, noun).execute(arguments);
    }

    /**
     * Makes the parser.
     *
     * @param noun the only command to make, so that the others cost nothing; all if there is none of this name
     */
    static CommandLine commandLine(Terminal terminal, Clock clock, String noun) {
        Cli cli = new Cli(terminal, clock);
        CommandLine line = new CommandLine(cli);
        nouns().forEach((name, make) -> {
            if (!nouns().containsKey(noun) || name.equals(noun) || noun.equals("completion")) {
                line.addSubcommand(name, make.apply(cli));
            }
        });
        line.setOut(writer(terminal.out()));
        line.setErr(writer(terminal.err()));
        line.setExecutionExceptionHandler((e, failed, parsed) -> failed(terminal, e));
        line.setParameterExceptionHandler(Main::misused);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        return line;
    }

    private static Map<String, Function<Cli, Object>> nouns() {
        Map<String, Function<Cli, Object>> nouns = new LinkedHashMap<>();
        nouns.put("bundle", BundleCommands::new);
        nouns.put("deploy", DeployCommands::new);
        nouns.put("service", ServiceCommands::new);
        nouns.put("api", ApiCommands::new);
        nouns.put("config", ConfigCommands::new);
        nouns.put("repo", RepositoryCommands::new);
        nouns.put("job", JobCommands::new);
        nouns.put("log", LogCommands::new);
        nouns.put("audit", AuditCommands::new);
        nouns.put("user", UserCommands::new);
        nouns.put("role", RoleCommands::new);
        nouns.put("group", GroupCommands::new);
        nouns.put("client", ClientCommands::new);
        nouns.put("token", TokenCommands::new);
        nouns.put("session", SessionCommands::new);
        nouns.put("key", KeyCommands::new);
        nouns.put("backup", BackupCommands::new);
        nouns.put("restore", RestoreCommand::new);
        nouns.put("support-zip", SupportZipCommand::new);
        nouns.put("health", HealthCommand::new);
        nouns.put("doctor", DoctorCommand::new);
        nouns.put("login", LoginCommand::new);
        nouns.put("logout", LogoutCommand::new);
        nouns.put("whoami", WhoAmICommand::new);
        nouns.put("context", ContextCommands::new);
        nouns.put("open", OpenCommand::new);
        nouns.put("completion", CompletionCommand::new);
        return nouns;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    private static int failed(Terminal terminal, Exception e) {
        if (e instanceof CliException failure) {
            terminal.tell("subrack: " + failure.sentence());
            return failure.exitCode();
        }
        if (e instanceof ProblemAnswer problem) {
            terminal.tell("subrack: " + problem.sentence());
            return ExitCode.of(problem.status());
        }
        terminal.tell("subrack: unexpected: " + e);
        e.printStackTrace(terminal.err());
        return ExitCode.UNEXPECTED;
    }

    private static int misused(ParameterException e, String[] arguments) {
        CommandLine command = e.getCommandLine();
        var err = command.getErr();
        err.println("subrack: " + Terminal.safe(String.valueOf(e.getMessage())));
        err.println(command.getHelp()
                .synopsis(command.getHelp().synopsisHeadingLength())
                .stripTrailing());
        if (Stream.of(arguments).anyMatch(LIKE_AN_ID)) {
            err.println("An id that starts with a hyphen goes to the end, after two hyphens: -- -AbC…");
        }
        err.println("'" + command.getCommandSpec().qualifiedName() + " --help' tells more");
        return ExitCode.USAGE;
    }
}
