/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** What the platform says of itself. */
final class RemoteChecks {
    private static final Duration OLD = Duration.ofDays(7);

    private final DoctorCommand.Findings findings;
    private final Cli cli;

    RemoteChecks(DoctorCommand.Findings findings, Cli cli) {
        this.findings = findings;
        this.cli = cli;
    }

    void run() {
        try {
            int live = cli.remote().status("/health/live");
            if (live != 200) {
                findings.bad(
                        "answer",
                        cli.remote().base() + "/health/live answers " + live,
                        "is it Subrack that answers there? --url names another address");
                return;
            }
        } catch (CliException gone) {
            findings.bad(
                    "answer", gone.sentence(), "'subrack start' starts it, 'subrack status' tells where it answers");
            return;
        }
        findings.fine("answer", cli.remote().base() + " answers");
        int ready = cli.remote().status("/health/ready");
        if (ready == 200) {
            findings.fine("readiness", "all that is expected serves");
        } else {
            findings.bad("readiness", "/health/ready answers " + ready, "see below what keeps it; in a start, wait");
        }
        try {
            cli.remote().get("/me");
        } catch (ProblemAnswer refused) {
            findings.mind("login", refused.sentence(), "'subrack login' logs in; then this sees more");
            return;
        } catch (CliException ended) {
            findings.mind("login", ended.sentence(), "'subrack login' logs in; then this sees more");
            return;
        }
        each("bundles", this::bundles);
        each("health checks", this::checks);
        each("deployments", this::lastDeployment);
        each("configuration", this::configuration);
        each("backups", this::backups);
    }

    /** One check must not keep the others from being made. */
    private void each(String name, Runnable check) {
        try {
            check.run();
        } catch (ProblemAnswer refused) {
            if (refused.status() == 403) {
                findings.mind(name, "not looked at: " + refused.sentence(), "log in as somebody who may");
            } else if (refused.status() != 404) {
                findings.bad(name, refused.sentence(), "'subrack log show --level ERROR' tells more");
            }
        }
    }

    private void bundles() {
        int bad = 0;
        var all = cli.remote().all("/bundles", Cli.ALL);
        for (JsonNode bundle : all) {
            String health = bundle.path("health").asText();
            if (!health.equals("FAILED")) {
                continue;
            }
            bad++;
            String name = bundle.path("symbolicName").asText();
            JsonNode why = cli.remote().get("/bundles/" + Remote.encode(name) + "/why");
            JsonNode fix = why.path("fixes").path(0);
            findings.bad(
                    "bundle " + name,
                    why.path("sentence").asText(),
                    fix.isMissingNode()
                            ? "'subrack bundle why " + name + "' tells all"
                            : fix.path("label").asText() + BundleCommands.command(fix));
        }
        if (bad == 0) {
            findings.fine("bundles", all.size() + " are installed, none has failed");
        }
    }

    private void checks() {
        for (JsonNode check : cli.remote().get("/health").path("checks")) {
            String status = check.path("status").asText();
            if (!status.equals("OK")) {
                findings.mind(
                        "health check " + check.path("name").asText(),
                        status + ": " + Printer.text(check.path("messages")),
                        "'subrack health -o wide' shows all");
            }
        }
    }

    private void lastDeployment() {
        var newest = cli.remote().all("/deployments?limit=1", 1);
        if (!newest.isEmpty() && newest.get(0).path("status").asText().matches("UNDONE|INTERRUPTED")) {
            findings.mind(
                    "deployments",
                    "the last one was undone: "
                            + newest.get(0).path("failure").path("detail").asText(),
                    "'subrack deploy show " + newest.get(0).path("id").asText() + "' shows its steps");
        } else {
            findings.fine("deployments", "the last one is as it should be");
        }
    }

    private void configuration() {
        int bad = 0;
        for (JsonNode pid : cli.remote().all("/configurations", Cli.ALL)) {
            if (!pid.path("valid").asBoolean(true)) {
                bad++;
                String name = pid.path("pid").asText();
                findings.bad(
                        "configuration " + name,
                        Printer.text(pid.path("problems")),
                        "'subrack config get " + name + "' shows it, 'subrack config revert " + name + "' goes back");
            }
        }
        if (bad == 0) {
            findings.fine("configuration", "all of it is valid");
        }
    }

    private void backups() {
        var backups = cli.remote().all("/backups", 1);
        String help = "'subrack backup create' makes one";
        if (backups.isEmpty()) {
            findings.mind("backups", "there is none", help);
            return;
        }
        try {
            Instant made = Instant.parse(backups.get(0).path("created").asText());
            if (made.isBefore(cli.clock().instant().minus(OLD))) {
                findings.mind("backups", "the newest is of " + made, help);
            } else {
                findings.fine("backups", "the newest is of " + made);
            }
        } catch (DateTimeParseException unknown) {
            findings.mind("backups", "it is not known when the newest was made", help);
        }
    }
}
