/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack api}. */
@Command(name = "api", description = "Lists REST APIs and what can be called.")
final class ApiCommands {
    private static final View API = View.namedBy("bundle")
            .column("BUNDLE", "bundle")
            .column("VERSION", "version")
            .column("TITLE", "title")
            .column("PATHS", "prefixes")
            .column("OPERATIONS", "operations")
            .wide("SCOPES", "scopes")
            .wide("REQ/S", "traffic/requestsPerSecond")
            .wide("P95 MS", "traffic/p95Millis");

    private static final View OPERATION = View.namedBy("template")
            .column("METHOD", "method")
            .column("PATH", "template")
            .column("BUNDLE", "bundle")
            .column("ACCESS", operation -> BundleCommands.lower(operation.path("access")))
            .column("SCOPES", "scopes")
            .column("ROLES", "roles")
            .wide("VERSION", "version");

    private final Cli cli;

    ApiCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List the REST APIs.")
    int list() {
        return cli.list("/apis", API);
    }

    @Command(name = "show", description = "Print the OpenAPI document of a bundle, or of the platform.")
    int show(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "BUNDLE",
                            description = "Symbolic name; the platform if it is left out.")
                    @Nullable
                    String bundle) {
        cli.printer()
                .document(cli.remote()
                        .get(bundle == null ? "/openapi.json" : "/apis/" + Remote.encode(bundle) + "/openapi.json"));
        return ExitCode.FINE;
    }

    @Command(name = "operations", description = "List what can be called right now, and what callers need for it.")
    int operations(@Option(names = "--bundle", description = "Only those of this bundle.") @Nullable String bundle) {
        var all = cli.remote().all("/operations", Cli.ALL);
        var some = Remote.MAPPER.createArrayNode();
        all.forEach(operation -> {
            if (bundle == null || operation.path("bundle").asText().equals(bundle)) {
                some.add(operation);
            }
        });
        cli.printer().list(some, OPERATION);
        return ExitCode.FINE;
    }
}
