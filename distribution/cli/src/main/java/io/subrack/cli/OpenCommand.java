/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack open}. */
@Command(name = "open", description = "Opens the console in a browser.")
final class OpenCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "PAGE", defaultValue = "", description = "As bundles or logs?q=text.")
    @SuppressWarnings("NullAway.Init") // has a default
    private String page;

    @Option(names = "--print", description = "Print the address only.")
    private boolean print;

    private final Cli cli;

    OpenCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        String address = cli.http().base() + "/console/" + page;
        if (print || !cli.terminal().interactive()) {
            cli.terminal().say(address);
            return ExitCode.FINE;
        }
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String opener = os.contains("mac") ? "open" : os.contains("win") ? "explorer" : "xdg-open";
        try {
            new ProcessBuilder(opener, address).inheritIO().start();
            cli.terminal().tell("Opening " + address);
        } catch (IOException noBrowser) {
            cli.terminal().say(address);
        }
        return ExitCode.FINE;
    }
}
