/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code subrack doctor}. */
@Command(
        name = "doctor",
        description =
                "Checks a running or broken installation and names what helps; exit code 7 if something is wrong.")
final class DoctorCommand implements Callable<Integer> {
    private static final View FINDING = View.namedBy("check")
            .column("CHECK", "check")
            .column("", "status")
            .column("FINDING", "finding")
            .column("WHAT HELPS", "repair");

    private final Cli cli;

    DoctorCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() {
        var findings = new Findings();
        String data = cli.terminal().variable("SUBRACK_DATA");
        if (data != null) {
            new LocalChecks(findings, java.nio.file.Path.of(data)).run();
        }
        new RemoteChecks(findings, cli).run();
        if (cli.printer().structured()) {
            cli.printer().document(findings.all());
        } else {
            print(findings.all());
        }
        return findings.bad() ? ExitCode.NOT_HEALTHY : ExitCode.FINE;
    }

    private void print(ArrayNode findings) {
        for (var finding : findings) {
            String status = finding.path("status").asText();
            String mark = status.equals("ok") ? " ok " : status.equals("warning") ? "mind" : "BAD ";
            cli.terminal()
                    .say(mark + "  " + finding.path("check").asText() + ": "
                            + finding.path("finding").asText());
            if (finding.hasNonNull("repair")) {
                cli.terminal().say("        -> " + finding.path("repair").asText());
            }
        }
        if (findings.isEmpty()) {
            cli.printer().list(findings, FINDING);
        }
    }

    /** What was found. */
    static final class Findings {
        private final ArrayNode all = Remote.MAPPER.createArrayNode();
        private boolean bad;

        void fine(String check, String finding) {
            all.addObject().put("check", check).put("status", "ok").put("finding", finding);
        }

        void mind(String check, String finding, String repair) {
            all.addObject()
                    .put("check", check)
                    .put("status", "warning")
                    .put("finding", finding)
                    .put("repair", repair);
        }

        void bad(String check, String finding, String repair) {
            bad = true;
            all.addObject()
                    .put("check", check)
                    .put("status", "bad")
                    .put("finding", finding)
                    .put("repair", repair);
        }

        ArrayNode all() {
            return all;
        }

        boolean bad() {
            return bad;
        }
    }
}
