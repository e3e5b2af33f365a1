/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.tests.architecture.ManagementApi.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for every operation of the management API, whichever module it comes from. */
class ApiRulesTest {
    private static final String BASE = ManagementApi.BASE;

    /** Lists without {@code sort}, and why. */
    private static final Map<String, String> IN_ONE_ORDER = Map.ofEntries(
            Map.entry("/audit", "a chronicle, sorted by order alone"),
            Map.entry("/backups", "a chronicle, the newest first"),
            Map.entry("/catalogue", "asked of other servers, which do not sort"),
            Map.entry("/clients", "read page by page by its key"),
            Map.entry("/configurations", "by PID, which is the key"),
            Map.entry("/configurations/{pid}/history", "a chronicle, the newest first"),
            Map.entry("/deployments", "a chronicle, the newest first"),
            Map.entry("/jobs", "a chronicle, the newest first"),
            Map.entry("/loggers", "by name, which is the key"),
            Map.entry("/logs", "a chronicle, the newest first"),
            Map.entry("/sessions", "by their beginning, so that nothing moves meanwhile"),
            Map.entry("/sets", "a chronicle, the newest first"),
            Map.entry("/users", "read page by page by its key"));

    /** What is put without a look at what was there, and why. */
    private static final Map<String, String> WITHOUT_TAGS = Map.of(
            "PUT /bundles/{bundle}/state", "a deployment, which refuses what another came before",
            "PUT /bundles/{bundle}/log-level", "one value, which resets itself",
            "PUT /loggers/{name}", "one value, which resets itself",
            "PUT /secrets/{name}", "cannot be read, so that nobody can have read it");

    private final ManagementApi api = ManagementApi.merged();
    private final List<Operation> operations = api.operations();

    @Test
    void listsEveryListInPages() {
        assertThat(lists()).hasSizeGreaterThan(25).allSatisfy(list -> {
            var query = list.parameters("query");
            assertThat(query).as(list.name()).contains("limit");
            assertThat(query).as(list.name()).containsAnyOf("after", "before", "to");
            assertThat(list.answer().at("/properties").has("next"))
                    .as(list.name() + " names the next page")
                    .isTrue();
        });
    }

    @Test
    void sortsEveryListThatIsNoChronicle() {
        assertThat(lists())
                .filteredOn(list -> !list.parameters("query").contains("sort"))
                .extracting(list -> list.path().substring(BASE.length()))
                .containsExactlyInAnyOrderElementsOf(IN_ONE_ORDER.keySet());
    }

    @Test
    void picksFromEveryListButTheShortest() {
        assertThat(lists())
                .filteredOn(list -> Set.of("limit", "after", "before", "sort").containsAll(list.parameters("query")))
                .extracting(list -> list.path().substring(BASE.length()))
                .containsExactlyInAnyOrder("/backups", "/configurations/{pid}/history", "/sessions", "/sets");
    }

    /** A list answers an object with the items of a page. */
    private Stream<Operation> lists() {
        return operations.stream()
                .filter(operation -> operation.method().equals("GET"))
                .filter(operation -> operation.answer().at("/properties/items").isObject());
    }

    @Test
    void letsNobodyUndoTheChangeOfAnotherUnseen() {
        assertThat(operations)
                .filteredOn(operation -> Set.of("PUT", "PATCH").contains(operation.method()))
                .filteredOn(operation -> !operation.parameters("header").contains("If-Match"))
                .extracting(
                        operation -> operation.method() + " " + operation.path().substring(BASE.length()))
                .containsExactlyInAnyOrderElementsOf(WITHOUT_TAGS.keySet());
    }

    @Test
    void answersTheTagThatAChangeIsToHave() {
        assertThat(operations)
                .filteredOn(operation -> operation.parameters("header").contains("If-Match"))
                .isNotEmpty()
                .allSatisfy(operation -> {
                    assertThat(operation.answers()).as(operation.name()).containsKey(412);
                    assertThat(Stream.iterate(operation.path(), path -> path.substring(0, path.lastIndexOf('/')))
                                    .limit(3)
                                    .flatMap(path -> operations.stream()
                                            .filter(read -> read.name().equals("GET " + path))))
                            .as(operation.name() + " belongs to something with an ETag")
                            .anyMatch(read ->
                                    read.answers().get(200).at("/headers").has("ETag"));
                });
    }

    @Test
    void doesEachPostOnceForEachKey() {
        assertThat(operations)
                .filteredOn(operation -> operation.method().equals("POST"))
                .allSatisfy(operation -> assertThat(operation.parameters("header"))
                        .as(operation.name())
                        .contains("Idempotency-Key"));
    }

    @Test
    void goesOnWithEveryStreamOfEvents() {
        assertThat(operations)
                .filteredOn(operation -> operation
                        .answers()
                        .getOrDefault(200, api.document())
                        .at("/content")
                        .has("text/event-stream"))
                .hasSizeGreaterThan(3)
                .allSatisfy(operation -> assertThat(operation.parameters("header"))
                        .as(operation.name())
                        .contains("Last-Event-ID"));
    }

    @Test
    void answersEveryProblemByTheSameDocument() {
        for (var operation : operations) {
            operation.answers().forEach((status, answer) -> {
                if (status >= 400) {
                    var problem = answer.at("/content/application~1problem+json/schema/$ref")
                            .asText();
                    assertThat(problem).as(operation.name() + " " + status).endsWith("Problem");
                }
            });
        }
    }

    @Test
    void saysOfEveryOperationWhatItDoesAndWhoMay() {
        assertThat(operations).allSatisfy(operation -> {
            assertThat(operation.node().path("summary").asText())
                    .as(operation.name())
                    .isNotBlank()
                    .doesNotStartWith(operation.method() + " /");
            assertThat(operation.node().path("security").isArray())
                    .as(operation.name())
                    .isTrue();
        });
        assertThat(operations)
                .extracting(operation -> operation.node().path("operationId").asText())
                .doesNotHaveDuplicates();
    }
}
