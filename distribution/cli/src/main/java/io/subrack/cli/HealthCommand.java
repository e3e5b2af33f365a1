/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code subrack health}. */
@Command(name = "health", description = "Shows the health checks; exit code 7 if one of them is not well.")
final class HealthCommand implements Callable<Integer> {
    private static final View CHECK = View.namedBy("name")
            .column("CHECK", "name")
            .column("STATUS", "status")
            .column("TAGS", "tags")
            .column("MESSAGE", "messages")
            .wide("CHECKED", "checked")
            .wide("BUNDLE", "bundle");

    private final Cli cli;

    HealthCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        JsonNode health = cli.remote().get("/health");
        if (cli.printer().structured()) {
            cli.printer().document(health);
        } else {
            cli.printer().list(health.path("checks"), CHECK);
        }
        String status = health.path("status").asText();
        return status.equals("OK") || status.equals("UP") ? ExitCode.FINE : ExitCode.NOT_HEALTHY;
    }
}
