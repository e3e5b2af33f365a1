/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code subrack login}: the device authorization grant (RFC 8628). No password passes through here. */
@Command(name = "login", description = "Logs in with a browser, here or on another machine.")
final class LoginCommand implements Callable<Integer> {
    static final String SCOPES = "platform.read platform.deploy platform.config platform.users platform.clients"
            + " platform.keys platform.audit platform.data account offline_access";

    private static final String DEVICE = "urn:ietf:params:oauth:grant-type:device_code";
    private static final int SLOWER_SECONDS = 5;

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            description = "Address of the server; that of the context if it is left out.")
    private @Nullable String url;

    @Option(names = "--scope", defaultValue = SCOPES, description = "What to ask for, with blanks between.")
    @SuppressWarnings("NullAway.Init") // has a default
    private String scope;

    private final Cli cli;

    LoginCommand(Cli cli) {
        this.cli = cli;
    }

    @Override
    public Integer call() throws InterruptedException {
        String address = url != null ? url : cli.address();
        Http http = Http.to(address, cli.ca());
        var context = new Contexts.Context(cli.contextName(), http.base().toString(), cli.ca(), null, 0, null);
        var credentials = new Credentials(null, cli.contexts(), context.name(), cli.clock());
        JsonNode device = Credentials.json(Credentials.form(
                http, "/oauth2/device_authorization", Map.of("client_id", Credentials.CLIENT, "scope", scope)));
        cli.terminal().tell("Open " + device.path("verification_uri").asText() + " in a browser and enter");
        cli.terminal().tell("");
        cli.terminal().tell("    " + device.path("user_code").asText());
        cli.terminal().tell("");
        long until = cli.clock().millis() + 1000 * device.path("expires_in").asLong(600);
        long pause = device.path("interval").asLong(5);
        while (cli.clock().millis() < until) {
            Thread.sleep(pause * 1000);
            var response = Credentials.form(
                    http,
                    "/oauth2/token",
                    Map.of(
                            "grant_type",
                            DEVICE,
                            "device_code",
                            device.path("device_code").asText(),
                            "client_id",
                            Credentials.CLIENT));
            if (response.statusCode() == 200) {
                JsonNode tokens = Credentials.json(response);
                cli.contexts().put(context);
                credentials.keep(context, tokens);
                cli.contexts().use(context.name());
                cli.terminal()
                        .tell("Logged in at " + http.base() + " as context '" + context.name() + "'; you may: "
                                + tokens.path("scope").asText());
                return ExitCode.FINE;
            }
            if (response.body().contains("slow_down")) {
                pause += SLOWER_SECONDS;
            } else if (!response.body().contains("authorization_pending") && response.statusCode() < 500) {
                Credentials.json(response); // says why not
            }
        }
        throw new CliException(ExitCode.NOT_ALLOWED, "nobody entered the code in time; try again");
    }
}
