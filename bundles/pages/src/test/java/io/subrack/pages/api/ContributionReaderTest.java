/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.pages.api.ContributionReader.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContributionReaderTest {
    private static final String FILE = "console/contribution.json";

    private final Map<String, byte[]> files = new TreeMap<>();

    private ContributionReaderTest with(String name, String text) {
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private Reading read(String json) {
        with(FILE, json.replace('\'', '"'));
        return ContributionReader.read(FILE, files.keySet(), name -> Optional.ofNullable(files.get(name)));
    }

    @Test
    void readsPagesSlotsAndCommandsWithTheirTexts() {
        Reading reading = with("console/shop.js", "")
                .with("console/parts/low.mjs", "")
                .with("console/texts/shop.en.json", "{\"title\": \"Shop\"}")
                .with("console/texts/shop.de-AT.json", "{\"title\": \"Gschäft\"}")
                .read("""
                        {'$schema': 'x', 'apiVersion': 1, 'i18n': {'base': 'texts/shop', 'default': 'en'},
                         'pages': [{'id': 'shop', 'title': '%title', 'module': 'shop.js', 'scope': 'shop.read', 'order': 7, 'menu': false}],
                         'slots': [{'id': 'low', 'slot': 'bundle-tab/1', 'title': 'Low', 'module': 'parts/low.mjs', 'bundles': ['com.acme.*']}],
                         'commands': [{'id': 'order', 'title': 'Order', 'module': 'shop.js', 'icon': 'plus'}]}""");

        assertThat(reading.faults()).isEmpty();
        Contributions found = reading.contributions().orElseThrow();
        assertThat(found.folder()).isEqualTo("console");
        assertThat(found.texts().files()).containsEntry("de-AT", "texts/shop.de-AT.json");
        assertThat(found.pages()).singleElement().satisfies(page -> {
            assertThat(page.title()).isEqualTo(new Contributions.Text("Shop", Map.of("de-AT", "Gschäft")));
            assertThat(page.scope()).contains("shop.read");
            assertThat(page.menu()).isFalse();
        });
        assertThat(found.slots().get(0).bundles()).containsExactly("com.acme.*");
        assertThat(found.commands().get(0).icon()).isEqualTo("plus");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | the file lacks 'apiVersion'; add it.",
                "[] | the file must be an object in braces",
                "{'apiVersion': 2} | apiVersion '2' is not the version of the page API",
                "{'apiVersion': 1, 'pagse': []} | the file has 'pagse', which nobody knows; it can have $schema, apiVersion",
                "{'apiVersion': 1, 'pages': {}} | pages must be a list in brackets",
                "{'apiVersion': 1, 'pages': [{'id': 'x', 'title': 'X'}]} | pages[0] lacks 'module'",
                "{'apiVersion': 1, 'pages': [{'id': 'X y', 'title': 'X', 'module': 'a.js'}]} | pages[0].id 'X y' is not a name within the bundle",
                "{'apiVersion': 1, 'pages': [{'id': 'x\\n', 'title': 'X', 'module': 'a.js'}]} | pages[0].id 'x?' is not a name within the bundle",
                "{'apiVersion': 1, 'pages': [{'id': 'x', 'title': 'X', 'module': 'a.js\\n'}]} | pages[0].module 'a.js?' is not an ES module",
                "{'apiVersion': 1, 'pages': [{'id': 'x', 'title': 'X', 'module': '../a.js'}]} | pages[0].module '../a.js' is not an ES module",
                "{'apiVersion': 1, 'pages': [{'id': 'x', 'title': 'X', 'module': 'https://evil/a.js'}]} | is not an ES module below the folder",
                "{'apiVersion': 1, 'pages': [{'id': 'x', 'title': 'X', 'module': 'none.js'}]} | the bundle has no console/none.js; add it",
                "{'apiVersion': 1, 'pages': [{'id': 'x', 'title': '%no', 'module': 'a.js'}]} | has no such key; add it there",
                "{'apiVersion': 1, 'pages': [{'id': 'x', 'title': 'X', 'module': 'a.js'}, {'id': 'x', 'title': 'X', 'module': 'a.js'}]} | pages[1].id 'x' is taken",
                "{'apiVersion': 1, 'slots': [{'id': 'x', 'slot': 'everywhere/1', 'title': 'X', 'module': 'a.js'}]} | slots[0].slot 'everywhere/1' is not where it goes",
                "{'apiVersion': 1, 'slots': [{'id': 'x', 'slot': 'overview-card/1', 'title': 'X', 'module': 'a.js', 'bundles': []}]} | counts for bundle-tab and bundle-badge alone",
                "{'apiVersion': 1, 'slots': [{'id': 'x', 'slot': 'bundle-tab/1', 'title': 'X', 'module': 'a.js', 'interfaces': []}]} | counts for service-panel alone",
                "{'apiVersion': 1, 'i18n': {'base': 'texts/x', 'default': 'en'}} | there is no console/texts/x.en.json; add it",
                "{'apiVersion': 1, 'apiVersion': 1} | is not JSON at line 1",
                "{'apiVersion': 1} more | is not JSON",
                "{'apiVersion': 1e99} | apiVersion must be a whole number",
            })
    void saysWhatIsWrongAndWhatToDo(String json, String fault) {
        with("console/a.js", "");

        Reading reading = read(json);

        assertThat(reading.contributions()).isEmpty();
        assertThat(reading.faults()).anySatisfy(sentence -> assertThat(sentence).contains(fault));
    }

    @Test
    void findsEachFaultInOneGo() {
        Reading reading = read("{'apiVersion': 1, 'pages': [{'id': 'x', 'title': 'X', 'module': 'no.js'}],"
                + " 'commands': [{'id': 'y', 'title': 'Y', 'module': 'neither.js'}]}");

        assertThat(reading.faults()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "contribution.json",
                "/console/x.json",
                "../x/y.json",
                "console/../x.json",
                "console/.x.json",
                "console/x.js",
                "a b/x.json",
                "console/%2e%2e/x.json"
            })
    void refusesAHeaderThatNamesNoFileInAFolder(String header) {
        assertThat(ContributionReader.read(header, files.keySet(), name -> Optional.empty())
                        .faults())
                .singleElement()
                .asString()
                .startsWith("Subrack-Pages: ")
                .contains("write it as console/contribution.json");
    }

    @Test
    void saysThatTheFileIsMissing() {
        assertThat(ContributionReader.read(FILE, files.keySet(), name -> Optional.empty())
                        .faults())
                .containsExactly("Subrack-Pages names console/contribution.json, and the bundle has no such file; add"
                        + " it to the bundle or mend the path.");
    }

    @Test
    void refusesFilesThatAreTooLargeOrTooMany() {
        files.put("console/a.js", new byte[PageFiles.MAX_FILE_BYTES + 1]);
        assertThat(read("{'apiVersion': 1}").faults())
                .singleElement()
                .asString()
                .contains("console/a.js is longer than");
        files.clear();
        for (int i = 0; i <= PageFiles.MAX_FILES; i++) {
            with("console/" + i + ".js", "");
        }
        assertThat(read("{'apiVersion': 1}").faults())
                .singleElement()
                .asString()
                .contains("is the most");
    }

    @Test
    void keepsWhatAStrangerWroteShortAndPlain() {
        Reading reading = read("{'apiVersion': 1, '" + "\\u0007<script>".repeat(50) + "': 1}");

        assertThat(reading.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault).hasSizeLessThan(300).doesNotContain("\u0007"));
    }

    @Test
    void checksTextsOfEachLanguage() {
        Reading reading = with("console/t.en.json", "{\"a\": 1}")
                .with("console/t.de.json", "[")
                .read("{'apiVersion': 1, 'i18n': {'base': 't', 'default': 'en'}}");

        assertThat(reading.faults())
                .anySatisfy(fault -> assertThat(fault).contains("t.en.json: 'a' must be a text in quotes"))
                .anySatisfy(fault -> assertThat(fault).contains("t.de.json is not JSON"));
    }

    @Test
    void isCheckedByABuild(@TempDir Path classes) throws Exception {
        Files.createDirectories(classes.resolve("console"));
        Files.writeString(classes.resolve(FILE), "{\"apiVersion\": 1}");

        assertThat(ContributionCheck.folder(classes, FILE)).isEmpty();
        assertThat(ContributionCheck.folder(classes, "console/other.json")).hasSize(1);
    }

    /** A rule of the schema that the check does not know would be one that nobody holds to. */
    @Test
    void understandsAllThatTheSchemaSays() {
        var known = java.util.Set.of(
                "$schema",
                "$id",
                "$ref",
                "$defs",
                "title",
                "description",
                "type",
                "required",
                "additionalProperties",
                "properties",
                "items",
                "maxItems",
                "minLength",
                "maxLength",
                "pattern",
                "minimum",
                "maximum");

        assertOnly(known, SchemaCheck.schema());
    }

    private static void assertOnly(java.util.Set<String> known, JsonNode rule) {
        rule.properties().forEach(member -> {
            assertThat(known).contains(member.getKey());
            if (member.getKey().equals("properties") || member.getKey().equals("$defs")) {
                member.getValue().forEach(each -> assertOnly(known, each));
            } else if (member.getKey().equals("items")) {
                assertOnly(known, member.getValue());
            }
        });
    }
}
