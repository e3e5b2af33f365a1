/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code subrack completion}. */
@Command(
        name = "completion",
        description =
                "Prints a script for the shell: source <(subrack completion bash), or subrack completion fish | source.")
final class CompletionCommand implements Callable<Integer> {
    /** Shells that it knows. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Parameters(paramLabel = "SHELL", description = "${COMPLETION-CANDIDATES}")
    @SuppressWarnings("NullAway.Init") // set before it runs
    private Shell shell;

    @Spec
    @SuppressWarnings("NullAway.Init") // set before it runs
    private CommandSpec spec;

    private final Cli cli;

    CompletionCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        cli.terminal()
                .out()
                .print(
                        switch (shell) {
                            case bash -> AutoComplete.bash("subrack", root);
                            case zsh ->
                                "autoload -U +X bashcompinit && bashcompinit\n" + AutoComplete.bash("subrack", root);
                            case fish -> fish(root);
                        });
        return ExitCode.FINE;
    }

    private static String fish(CommandLine root) {
        var script = new StringBuilder("complete -c subrack -f\n");
        root.getSubcommands().forEach((noun, command) -> {
            script.append("complete -c subrack -n __fish_use_subcommand -a ")
                    .append(noun)
                    .append(description(command))
                    .append('\n');
            options(script, command, "__fish_seen_subcommand_from " + noun);
            command.getSubcommands().forEach((verb, sub) -> {
                script.append("complete -c subrack -n '__fish_seen_subcommand_from ")
                        .append(noun)
                        .append("' -a ")
                        .append(verb)
                        .append(description(sub))
                        .append('\n');
                options(
                        script,
                        sub,
                        "__fish_seen_subcommand_from " + noun + "; and __fish_seen_subcommand_from " + verb);
            });
        });
        return script.toString();
    }

    private static void options(StringBuilder script, CommandLine command, String condition) {
        for (var option : command.getCommandSpec().options()) {
            script.append("complete -c subrack -n '").append(condition).append('\'');
            for (String name : option.names()) {
                script.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
            }
            script.append(option.arity().max() > 0 ? " -r" : "").append('\n');
        }
    }

    private static String description(CommandLine command) {
        String[] lines = command.getCommandSpec().usageMessage().description();
        return lines.length == 0 ? "" : " -d '" + lines[0].replace("'", "\\'") + "'";
    }
}
