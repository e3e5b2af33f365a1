/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Turns what a person names into artifacts in the server's store. */
final class Artifacts {
    static final String WHAT =
            "A jar file, Maven coordinates group:artifact:version, or a symbolic name with an optional @range.";

    private final Cli cli;

    Artifacts(Cli cli) {
        this.cli = cli;
    }

    int deploy(String action, List<String> what, Deploying.Options options) {
        var deploying = new Deploying(cli, options);
        var changes = new ArrayList<ObjectNode>();
        var named = Remote.MAPPER.createArrayNode();
        for (String one : what) {
            if (isFile(one)) {
                changes.add(Deploying.onArtifact(action, upload(Path.of(one))));
            } else {
                named.add(request(one));
            }
        }
        if (named.isEmpty()) {
            return deploying.make(changes);
        }
        ObjectNode request = Remote.MAPPER.createObjectNode();
        request.set("requests", named);
        if (options.reason != null) {
            request.put("reason", options.reason);
        }
        JsonNode found = cli.remote().post("/catalogue/resolutions", request);
        found.path("artifacts")
                .forEach(artifact -> cli.terminal()
                        .tell("Found " + artifact.path("symbolicName").asText() + " "
                                + artifact.path("version").asText() + ": "
                                + artifact.path("why").asText()));
        if (changes.isEmpty()) {
            return deploying.go(found.path("plan"));
        }
        found.path("artifacts")
                .forEach(artifact -> changes.add(
                        Deploying.onArtifact("deploy", artifact.path("sha256").asText())));
        return deploying.make(changes);
    }

    private static boolean isFile(String what) {
        if (what.startsWith("https:") || what.startsWith("http:")) {
            return false;
        }
        boolean looksSo = what.endsWith(".jar") || (what.contains("/") && !what.contains(":"));
        if (looksSo && !Files.isRegularFile(Path.of(what))) {
            throw CliException.usage("there is no file " + what);
        }
        return looksSo || Files.isRegularFile(Path.of(what));
    }

    private String upload(Path file) {
        cli.terminal().retell("Sending " + file.getFileName() + " …");
        try {
            return cli.remote()
                    .upload("/artifacts", file, "application/java-archive")
                    .body()
                    .path("sha256")
                    .asText();
        } finally {
            cli.terminal().endRetell();
        }
    }

    private static ObjectNode request(String what) {
        ObjectNode request = Remote.MAPPER.createObjectNode();
        if (what.startsWith("https:") || what.startsWith("http:")) {
            return request.put("url", what);
        }
        if (what.contains(":")) {
            return request.put("coordinates", what);
        }
        int at = what.indexOf('@');
        request.put("symbolicName", at < 0 ? what : what.substring(0, at));
        return at < 0 ? request : request.put("versionRange", what.substring(at + 1));
    }
}
