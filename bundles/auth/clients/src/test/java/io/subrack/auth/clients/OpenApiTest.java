/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.auth.api.AnyCaller;
import io.subrack.auth.api.RequiresScope;
import io.subrack.kernel.api.ProblemType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The document and the resource classes say the same. */
class OpenApiTest {
    private static final List<Class<?>> RESOURCES = List.of(
            ClientsResource.class,
            ConsentsResource.class,
            GrantsResource.class,
            KeysResource.class,
            OpenApiResource.class,
            ScopesResource.class);

    private final JsonNode document = read();
    private final Map<String, JsonNode> operations = operations();

    @Test
    void hasEachOperationWithItsStatusesParametersAndBody() {
        var methods = methods();

        assertThat(operations.keySet()).isEqualTo(methods.keySet());
        methods.forEach((operation, method) -> {
            JsonNode description = operations.get(operation);
            var statuses = new TreeSet<>(Set.of(401, 403, 500, 503));
            IntStream.of(method.getAnnotation(Answers.class).value()).forEach(statuses::add);
            var documented = new TreeSet<Integer>();
            description
                    .get("responses")
                    .fieldNames()
                    .forEachRemaining(status -> documented.add(Integer.valueOf(status)));
            assertThat(documented).as(operation).isEqualTo(statuses);
            assertThat(names(description)).as(operation).isEqualTo(names(method));
            assertThat(description.has("requestBody"))
                    .as(operation)
                    .isEqualTo(method.isAnnotationPresent(Consumes.class));
        });
    }

    @Test
    void refersOnlyToWhatItHas() {
        document.findValuesAsText("$ref")
                .forEach(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void demandsAScopeForEachOperationAndSaysWhich() {
        methods().forEach((operation, method) -> {
            RequiresScope scope = method.getDeclaringClass().getAnnotation(RequiresScope.class);
            if (scope == null) {
                assertThat(method.getDeclaringClass().isAnnotationPresent(AnyCaller.class))
                        .isTrue();
            } else {
                assertThat(operations.get(operation).path("description").textValue())
                        .contains("`" + scope.value()[0] + "`");
            }
        });
    }

    @Test
    void explainsEachProblemInTheReference() throws IOException {
        String reference = Files.readString(java.nio.file.Path.of("../../../docs/reference/problems.md"));

        for (ProblemType problem : ClientProblem.values()) {
            assertThat(reference)
                    .contains("| `" + problem.urn() + "` | " + problem.status() + " | " + problem.title() + " |");
        }
    }

    private static Set<String> names(JsonNode operation) {
        var names = new TreeSet<String>();
        operation
                .path("parameters")
                .forEach(parameter -> names.add(parameter.get("name").textValue()));
        return names;
    }

    private static Set<String> names(Method method) {
        var names = new TreeSet<String>();
        for (var parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(QueryParam.class)) {
                names.add(parameter.getAnnotation(QueryParam.class).value());
            }
            if (parameter.isAnnotationPresent(PathParam.class)) {
                names.add(parameter.getAnnotation(PathParam.class).value());
            }
        }
        return names;
    }

    private static Map<String, Method> methods() {
        var methods = new TreeMap<String, Method>();
        for (var resource : RESOURCES) {
            for (var method : resource.getDeclaredMethods()) {
                for (var annotation : method.getAnnotations()) {
                    var http = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (http != null) {
                        var below = method.getAnnotation(Path.class);
                        methods.put(
                                http.value() + " "
                                        + resource.getAnnotation(Path.class).value()
                                        + (below == null ? "" : "/" + below.value()),
                                method);
                    }
                }
            }
        }
        return methods;
    }

    private Map<String, JsonNode> operations() {
        var all = new TreeMap<String, JsonNode>();
        for (var path : document.get("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                all.put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), operation.getValue());
            }
        }
        return all;
    }

    private static JsonNode read() {
        try {
            return new ObjectMapper().readTree(new OpenApiResource().document());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
