/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack service}. */
@Command(name = "service", description = "Looks into the service registry.")
final class ServiceCommands {
    private static final View VIEW = View.namedBy("id")
            .column("ID", "id")
            .column("INTERFACE", "interfaces")
            .column("BUNDLE", "bundle")
            .column("RANKING", "ranking")
            .column("USED BY", "consumers")
            .wide("SCOPE", "scope")
            .wide("PROPERTIES", "properties");

    private final Cli cli;

    ServiceCommands(Cli cli) {
        this.cli = cli;
    }

    @Command(name = "ls", description = "List services.")
    int list(
            @Option(names = "--filter", description = "An LDAP filter, as (objectClass=com.acme.Stock).") @Nullable
                    String filter,
            @Option(names = "--bundle", description = "Only those of this bundle.") @Nullable String bundle,
            @Parameters(arity = "0..1", paramLabel = "INTERFACE", description = "Only those of this interface.")
                    @Nullable
                    String type) {
        return cli.list("/services" + Remote.query("filter", filter, "bundle", bundle, "interface", type), VIEW);
    }

    @Command(name = "show", description = "Show one service with its properties.")
    int show(@Parameters(paramLabel = "ID", description = "Its number.") long id) {
        return cli.show("/services/" + id, VIEW);
    }
}
