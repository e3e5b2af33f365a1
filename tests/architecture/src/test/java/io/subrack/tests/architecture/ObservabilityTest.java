/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What is shipped for monitoring systems asks for metrics that there are. */
class ObservabilityTest {
    private static final Path SHIPPED = Path.of("../../distribution/src/main/observability");
    private static final Path REFERENCE = Path.of("../../docs/reference/metrics.md");

    /** | `name` | type | what | */
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9_]+)` \\| ([a-z]+) \\|", Pattern.MULTILINE);

    private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"");
    private static final Pattern METRIC = Pattern.compile("\\b(?:http|subrack|jvm|process|system)_[a-z0-9_]+");
    private static final Pattern PART = Pattern.compile("(.*)_(bucket|count|sum)");

    private final ObjectMapper json = new ObjectMapper();
    private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory());

    @Test
    void showsOnlyMetricsThatTheReferenceLists() throws Exception {
        JsonNode dashboard =
                json.readTree(SHIPPED.resolve("grafana-dashboard.json").toFile());

        assertThat(expressions(dashboard)).hasSizeGreaterThan(30).allSatisfy(ObservabilityTest::asksForListedMetrics);
    }

    @Test
    void hasPanelsThatGrafanaCanTellApart() throws Exception {
        JsonNode dashboard =
                json.readTree(SHIPPED.resolve("grafana-dashboard.json").toFile());

        Set<Integer> ids = new HashSet<>();
        for (JsonNode panel : dashboard.path("panels")) {
            assertThat(ids.add(panel.path("id").asInt()))
                    .as("id of %s", panel.path("title"))
                    .isTrue();
            assertThat(panel.path("title").asText()).isNotEmpty();
            if (!panel.path("type").asText().equals("row")) {
                assertThat(panel.path("targets")).isNotEmpty();
                assertThat(panel.path("datasource").path("uid").asText()).isEqualTo("${datasource}");
            }
        }
        assertThat(ids).hasSizeGreaterThan(20);
    }

    @Test
    void alertsByMetricsThatTheReferenceListsAndSaysWhatToDo() throws Exception {
        Set<String> names = new HashSet<>();
        for (JsonNode group :
                yaml.readTree(SHIPPED.resolve("prometheus-alerts.yml").toFile()).path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                String name = rule.path("alert").asText();
                assertThat(names.add(name)).as(name).isTrue();
                assertThat(rule.path("labels").path("severity").asText()).isIn("warning", "critical");
                assertThat(rule.path("annotations").path("summary").asText())
                        .as(name)
                        .isNotEmpty();
                assertThat(rule.path("annotations").path("description").asText())
                        .as(name)
                        .isNotEmpty();
                if (!name.equals("SubrackDown")) {
                    asksForListedMetrics(rule.path("expr").asText());
                }
            }
        }

        assertThat(names).hasSizeGreaterThan(10);
    }

    @Test
    void hasAnExampleThatReadsTheTokenFromAFile() throws Exception {
        JsonNode example = yaml.readTree(SHIPPED.resolve("prometheus.yml").toFile());

        JsonNode job = example.path("scrape_configs").path(0);
        assertThat(job.path("job_name").asText()).isEqualTo("subrack");
        assertThat(job.path("metrics_path").asText()).isEqualTo("/metrics");
        assertThat(job.path("authorization").path("credentials_file").asText()).startsWith("/");
        assertThat(job.path("authorization").has("credentials")).isFalse();
        assertThat(SHIPPED.resolve(example.path("rule_files").path(0).asText())).exists();
    }

    private static List<String> expressions(JsonNode node) {
        List<String> found = new ArrayList<>();
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                boolean asks = Set.of("expr", "definition").contains(field.getKey());
                if (asks) {
                    found.add(field.getValue().asText());
                }
            }
        }
        node.forEach(child -> found.addAll(expressions(child)));
        return found;
    }

    private static void asksForListedMetrics(String expression) {
        List<String> metrics = METRIC.matcher(TEXT.matcher(expression).replaceAll("\"\""))
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(metrics)
                .as(expression)
                .isNotEmpty()
                .allSatisfy(metric -> assertThat(listed(metric))
                        .as("%s is a metric of %s", metric, REFERENCE)
                        .isTrue());
    }

    /** A histogram or summary has no series of its own name. */
    private static boolean listed(String metric) {
        Map<String, String> types = types();
        var part = PART.matcher(metric);
        boolean several = part.matches()
                && switch (types.getOrDefault(part.group(1), "")) {
                    case "histogram" -> true;
                    case "summary" -> !part.group(2).equals("bucket");
                    default -> false;
                };
        return several || !Set.of("", "histogram", "summary").contains(types.getOrDefault(metric, ""));
    }

    private static Map<String, String> types() {
        try {
            Map<String, String> types = new TreeMap<>();
            ROW.matcher(Files.readString(REFERENCE)).results().forEach(row -> types.put(row.group(1), row.group(2)));
            return types;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
