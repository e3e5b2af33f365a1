/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.ProblemType;
import io.subrack.web.api.WebProblem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference of problems lists each problem type, and none that is not. */
class ProblemsReferenceTest {
    private static final Path REFERENCE = Path.of("../../docs/reference/problems.md");

    /** | `urn` | status | title | meaning | what to do | */
    private static final Pattern ROW = Pattern.compile(
            "\\| `(urn:subrack:problem:[^`]+)` \\| (\\d{3}) \\| ([^|]+) \\| ([^|]{10,}) \\| ([^|]{10,}) \\|");

    @Test
    void listsEachProblemTypeWithItsStatusAndTitle() throws Exception {
        var listed = new TreeMap<String, String>();
        for (var line : Files.readAllLines(REFERENCE)) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(listed).doesNotContainKey(row.group(1));
                listed.put(row.group(1), row.group(2) + " " + row.group(3));
            } else {
                assertThat(line).as("a row with five columns").doesNotStartWith("| `urn:");
            }
        }

        var expected = new TreeMap<String, String>();
        Stream.of(List.<ProblemType>of(DeploymentProblem.values()), List.<ProblemType>of(WebProblem.values()))
                .flatMap(List::stream)
                .forEach(type -> expected.put(type.urn(), type.status() + " " + type.title()));
        assertThat(listed).isEqualTo(expected);
    }
}
