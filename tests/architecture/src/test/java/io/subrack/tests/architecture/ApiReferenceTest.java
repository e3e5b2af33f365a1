/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.tests.architecture.ApiReference.ProblemRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The reference of the management API is what its modules say of themselves. {@code -Dsubrack.reference.write=true} writes it
 * anew.
 */
class ApiReferenceTest {
    /** What the types of problems begin with that the operations of a tag answer, beside those of any request. */
    static final Map<String, List<String>> PROBLEMS = Map.ofEntries(
            entry("apis", List.of("api")),
            entry("artifacts", List.of("artifact")),
            entry("audit", List.of("audit")),
            entry("backups", List.of("maintenance")),
            entry("bundles", List.of("deploy", "artifact")),
            entry("catalogue", List.of("catalogue")),
            entry("clients", List.of("client")),
            entry("configuration", List.of("config")),
            entry("data", List.of("data")),
            entry("deployments", List.of("deploy")),
            entry("grants", List.of("client")),
            entry("groups", List.of("account")),
            entry("jobs", List.of("job")),
            entry("keys", List.of("client")),
            entry("me", List.of("account")),
            entry("password-resets", List.of("account")),
            entry("plans", List.of("deploy")),
            entry("registry", List.of("service")),
            entry("repositories", List.of("catalogue")),
            entry("restores", List.of("maintenance")),
            entry("roles", List.of("account")),
            entry("secrets", List.of("config")),
            entry("service-accounts", List.of("account")),
            entry("sessions", List.of("account")),
            entry("sets", List.of("deploy")),
            entry("support", List.of("maintenance")),
            entry("users", List.of("account")));

    private static final Path FOLDER = Path.of("../../docs/reference");

    /** | `urn` | status | title | when | what to do | */
    private static final Pattern PROBLEM =
            Pattern.compile("\\| `(urn:subrack:problem:([a-z-]+):[^`]+)` \\| (\\d{3}) \\| [^|]+ \\| ([^|]+) \\| .*");

    @Test
    void saysWhatTheModulesSay() throws IOException {
        var expected = new ApiReference(ManagementApi.merged(), problems()).pages();
        if (Boolean.getBoolean("subrack.reference.write")) {
            write(expected);
        }

        assertThat(written())
                .as("run the tests of this module with -Dsubrack.reference.write=true")
                .isEqualTo(new TreeMap<>(expected));
    }

    @Test
    void knowsTheTagsThatThereAre() {
        var tags = new TreeSet<String>();
        ManagementApi.merged().operations().forEach(operation -> tags.add(operation.tag()));

        assertThat(tags).containsAll(PROBLEMS.keySet());
    }

    private static void write(Map<String, String> pages) throws IOException {
        Files.createDirectories(FOLDER.resolve("api"));
        for (var old : written().keySet()) {
            Files.delete(FOLDER.resolve(old));
        }
        for (var page : pages.entrySet()) {
            Files.writeString(FOLDER.resolve(page.getKey()), page.getValue());
        }
    }

    private static Map<String, String> written() throws IOException {
        var pages = new TreeMap<String, String>();
        if (Files.exists(FOLDER.resolve("api.md"))) {
            pages.put("api.md", Files.readString(FOLDER.resolve("api.md")));
        }
        try (Stream<Path> files =
                Files.isDirectory(FOLDER.resolve("api")) ? Files.list(FOLDER.resolve("api")) : Stream.empty()) {
            for (var file : files.toList()) {
                pages.put("api/" + file.getFileName(), Files.readString(file));
            }
        }
        return pages;
    }

    private static List<ProblemRow> problems() throws IOException {
        List<ProblemRow> rows = new ArrayList<>();
        for (var line : Files.readAllLines(FOLDER.resolve("problems.md"))) {
            var row = PROBLEM.matcher(line);
            if (row.matches()) {
                rows.add(new ProblemRow(row.group(1), row.group(2), Integer.parseInt(row.group(3)), row.group(4)));
            }
        }
        return rows;
    }
}
