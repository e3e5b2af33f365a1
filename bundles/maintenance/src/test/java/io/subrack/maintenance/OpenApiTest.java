/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.auth.api.RequiresScope;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document and the resource classes say the same. */
class OpenApiTest {
    private static final Set<Integer> ANYWHERE = Set.of(401, 403, 500, 503);

    private final JsonNode document = read();

    @Test
    void hasEachOperationAndNoOther() {
        assertThat(operations().keySet()).isEqualTo(methods().keySet());
    }

    @Test
    void hasEachStatusAndNoOther() {
        methods().forEach((operation, method) -> {
            var expected = new TreeSet<>(ANYWHERE);
            IntStream.of(method.getAnnotation(Answers.class).value()).forEach(expected::add);
            var documented = new TreeSet<Integer>();
            operations()
                    .get(operation)
                    .get("responses")
                    .fieldNames()
                    .forEachRemaining(it -> documented.add(Integer.valueOf(it)));
            assertThat(documented).as(operation).isEqualTo(expected);
        });
    }

    @Test
    void hasEachParameterAndNoOther() {
        methods().forEach((operation, method) -> {
            var documented = new TreeSet<String>();
            operations().get(operation).path("parameters").forEach(it -> {
                if (resolved(it).get("in").textValue().equals("query")) {
                    documented.add(resolved(it).get("name").textValue());
                }
            });
            assertThat(documented)
                    .as(operation)
                    .isEqualTo(new TreeSet<>(
                            List.of(method.getAnnotation(Queries.class).value())));
        });
    }

    @Test
    void hasABodyWhereTheResourceReadsOne() {
        methods().forEach((operation, method) -> {
            var consumes = method.getAnnotation(Consumes.class);
            assertThat(names(operations().get(operation).at("/requestBody/content")))
                    .as(operation)
                    .isEqualTo(consumes == null ? Set.of() : Set.of(consumes.value()));
        });
    }

    @Test
    void asksForTheScopeThatTheResourceAsksFor() {
        methods().forEach((operation, method) -> {
            var own = method.getAnnotation(RequiresScope.class);
            var scope = own == null ? method.getDeclaringClass().getAnnotation(RequiresScope.class) : own;
            assertThat(operations().get(operation).at("/security/0/token/0").textValue())
                    .as(operation)
                    .isEqualTo(scope.value()[0]);
        });
    }

    @Test
    void refersOnlyToWhatItHas() {
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .isFalse());
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").textValue().substring(1)) : node;
    }

    private Map<String, JsonNode> operations() {
        var operations = new TreeMap<String, JsonNode>();
        for (var path : document.get("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                operations.put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), operation.getValue());
            }
        }
        return operations;
    }

    private static Map<String, Method> methods() {
        var methods = new TreeMap<String, Method>();
        for (var resource : List.of(
                BackupsResource.class, RestoresResource.class, SettingsResource.class, SupportZipsResource.class)) {
            var base = resource.getAnnotation(Path.class).value();
            for (var method : resource.getDeclaredMethods()) {
                var path = method.getAnnotation(Path.class);
                Stream.of(method.getAnnotations())
                        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                        .filter(http -> http != null)
                        .forEach(http -> methods.put(
                                http.value() + " " + base + (path == null ? "" : "/" + path.value()), method));
            }
        }
        return methods;
    }

    private static Set<String> names(JsonNode node) {
        var names = new TreeSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode read() {
        try (var file = BackupsResource.class.getResourceAsStream(BackupsResource.DOCUMENT)) {
            return new ObjectMapper().readTree(file);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
