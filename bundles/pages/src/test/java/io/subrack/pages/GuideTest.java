/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.pages.api.ContributionCheck;
import io.subrack.pages.api.PageFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the guide says of contributions holds. */
class GuideTest {
    private static final Path GUIDE = Path.of("../../docs/guide/pages.md");
    private static final Path EXAMPLE = Path.of("../../examples/noticeboard-v1/src/main/resources/console");
    private static final Path CONSOLE = Path.of("../console/src/main/web/lazy");

    @Test
    void showsTheFileOfTheExample() throws IOException {
        Matcher shown = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL).matcher(guide());

        assertThat(shown.find()).isTrue();
        assertThat(shown.group(1)).isEqualTo(Files.readString(EXAMPLE.resolve("contribution.json")));
    }

    @Test
    void namesEachMemberOfTheSchemaAndEachPlace() throws IOException {
        JsonNode schema = new ObjectMapper().readTree(ContributionCheck.schema());
        Set<String> members = new TreeSet<>();
        for (String list : new String[] {"pages", "slots", "commands"}) {
            schema.at("/properties/" + list + "/items/properties").fieldNames().forEachRemaining(members::add);
        }
        Matcher places = Pattern.compile("[a-z]+-[a-z]+(?=[|)])")
                .matcher(schema.at("/properties/slots/items/properties/slot/pattern")
                        .textValue());
        while (places.find()) {
            members.add(places.group() + "/1");
        }

        assertThat(members)
                .hasSizeGreaterThan(14)
                .allSatisfy(member -> assertThat(guide()).contains("`" + member + "`"));
    }

    @Test
    void namesEachMemberOfTheHostAndEachExportOfTheConsolesModule() throws IOException {
        String host = Files.readString(CONSOLE.resolve("contributed/host.js"));
        String frozen = host.substring(host.indexOf("return Object.freeze("), host.indexOf("    close() {"));
        Set<String> names = names(frozen, "(?m)^    (?:async |get )?([a-z][A-Za-z]+)(?=[(:,])");
        String sdk = Files.readString(CONSOLE.resolve("sdk.js"));
        names.addAll(names(sdk.substring(sdk.lastIndexOf("export {")), "(?<=[{ ])([A-Za-z]+)(?=[,}])"));

        assertThat(names)
                .hasSizeGreaterThan(25)
                .allSatisfy(name -> assertThat(guide()).containsPattern("`" + name + "[(`]"));
    }

    @Test
    void namesTheKindsAndLimitsOfFiles() throws IOException {
        Matcher kinds = Pattern.compile("following kinds: `([a-z0-9 ]+)`").matcher(guide());

        assertThat(kinds.find()).isTrue();
        assertThat(kinds.group(1).split(" "))
                .allSatisfy(kind -> assertThat(PageFiles.type("a." + kind)).isPresent());
        assertThat(guide())
                .contains("At most " + PageFiles.MAX_FILES + " files, " + (PageFiles.MAX_FILE_BYTES >> 20)
                        + " MiB each, " + (PageFiles.MAX_ALL_BYTES >> 20) + " MiB together");
    }

    private static Set<String> names(String text, String pattern) {
        Set<String> names = new TreeSet<>();
        Matcher found = Pattern.compile(pattern).matcher(text);
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }

    private static String guide() throws IOException {
        return Files.readString(GUIDE);
    }
}
