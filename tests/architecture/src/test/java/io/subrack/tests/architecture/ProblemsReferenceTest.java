/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.subrack.kernel.api.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The reference of problems lists each problem type of each bundle, and none that is not. */
class ProblemsReferenceTest {
    private static final Path REFERENCE = Path.of("../../docs/reference/problems.md");

    /** | `urn` | status | title | meaning | what to do | */
    private static final Pattern ROW = Pattern.compile(
            "\\| `(urn:subrack:problem:[^`]+)` \\| (\\d{3}) \\| ([^|]+) \\| ([^|]{10,}) \\| ([^|]{10,}) \\|");

    @Test
    void listsEachProblemTypeWithItsStatusAndTitle() throws Exception {
        var expected = new TreeMap<String, String>();
        for (JavaClass type : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.subrack")) {
            if (type.isEnum() && type.isAssignableTo(ProblemType.class)) {
                for (Object constant : type.reflect().getEnumConstants()) {
                    ProblemType problem = (ProblemType) constant;
                    assertThat(expected).doesNotContainKey(problem.urn());
                    expected.put(problem.urn(), problem.status() + " " + problem.title());
                }
            }
        }

        assertThat(expected).hasSizeGreaterThan(40);
        assertThat(listed()).isEqualTo(expected);
    }

    private static TreeMap<String, String> listed() throws IOException {
        var listed = new TreeMap<String, String>();
        for (String line : Files.readAllLines(REFERENCE)) {
            var row = ROW.matcher(line);
            if (row.matches()) {
                assertThat(listed).doesNotContainKey(row.group(1));
                listed.put(row.group(1), row.group(2) + " " + row.group(3));
            } else {
                assertThat(line).as("a row with five columns").doesNotStartWith("| `urn:");
            }
        }
        return listed;
    }
}
