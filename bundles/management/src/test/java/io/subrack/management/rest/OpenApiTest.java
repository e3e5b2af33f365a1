/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.auth.api.RequiresScope;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document and the resource classes say the same. */
class OpenApiTest {
    private static final List<Class<?>> RESOURCES = List.of(
            ApisResource.class,
            ArtifactsResource.class,
            BundleLevelResource.class,
            BundlesResource.class,
            DeploymentsResource.class,
            EventsResource.class,
            GraphResource.class,
            JobsResource.class,
            LoggersResource.class,
            LogsResource.class,
            OpenApiResource.class,
            OperationsResource.class,
            OverviewResource.class,
            PlansResource.class,
            PlatformResource.class,
            RoutesResource.class,
            ServicesResource.class,
            SetsResource.class);

    private static final Set<Integer> ANYWHERE = Set.of(401, 403, 500, 503);

    private final OpenApi openApi = read();

    @Test
    void hasEachOperationAndNoOther() {
        assertThat(openApi.operations().keySet()).isEqualTo(methods().keySet());
    }

    @Test
    void hasEachStatusAndNoOther() {
        methods().forEach((operation, method) -> {
            var expected = new TreeSet<>(ANYWHERE);
            IntStream.of(method.getAnnotation(Answers.class).value()).forEach(expected::add);
            assertThat(OpenApi.statuses(openApi.operations().get(operation)))
                    .as(operation)
                    .isEqualTo(expected);
        });
    }

    @Test
    void hasEachParameterAndNoOther() {
        methods().forEach((operation, method) -> {
            var documented = new TreeSet<String>();
            for (var parameter : openApi.operations().get(operation).path("parameters")) {
                documented.add(resolved(parameter).get("name").textValue());
            }
            assertThat(documented).as(operation).isEqualTo(parameters(method));
        });
    }

    @Test
    void hasEachContentTypeOfABody() {
        methods().forEach((operation, method) -> {
            var documented = new TreeSet<String>();
            openApi.operations()
                    .get(operation)
                    .path("requestBody")
                    .path("content")
                    .fieldNames()
                    .forEachRemaining(documented::add);
            var consumes = method.getAnnotation(Consumes.class);
            assertThat(documented)
                    .as(operation)
                    .isEqualTo(consumes == null ? Set.of() : new TreeSet<>(List.of(consumes.value())));
        });
    }

    @Test
    void answersProblemsByTheProblemSchema() {
        openApi.operations().forEach((operation, description) -> {
            for (var response : description.get("responses").properties()) {
                if (Integer.parseInt(response.getKey()) >= 400) {
                    assertThat(resolved(response.getValue())
                                    .at("/content/application~1problem+json/schema/$ref")
                                    .textValue())
                            .as(operation + " " + response.getKey())
                            .isEqualTo("#/components/schemas/Problem");
                }
            }
        });
    }

    @Test
    void namesTheScopesThatEachOperationNeeds() {
        methods().forEach((operation, method) -> {
            var needed = method.isAnnotationPresent(RequiresScope.class)
                    ? method.getAnnotation(RequiresScope.class)
                    : method.getDeclaringClass().getAnnotation(RequiresScope.class);
            var named = new TreeSet<String>();
            openApi.operations().get(operation).at("/security/0/token").forEach(scope -> named.add(scope.textValue()));
            assertThat(named).as(operation).isEqualTo(new TreeSet<>(List.of(needed.value())));
        });
        assertThat(openApi.document()
                        .at("/components/securitySchemes/token/scheme")
                        .textValue())
                .isEqualTo("bearer");
    }

    @Test
    void refersOnlyToWhatItHas() {
        openApi.document()
                .findValuesAsText("$ref")
                .forEach(reference -> assertThat(
                                openApi.document().at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref")
                ? openApi.document().at(node.get("$ref").textValue().substring(1))
                : node;
    }

    private static Set<String> parameters(Method method) {
        var names = new TreeSet<String>();
        for (var parameter : method.getParameters()) {
            if (parameter.isAnnotationPresent(BeanParam.class)) {
                Stream.of(parameter.getType().getDeclaredFields())
                        .map(OpenApiTest::names)
                        .forEach(names::addAll);
            } else {
                names.addAll(names(parameter));
            }
        }
        names.remove("Content-Length");
        return names;
    }

    private static List<String> names(AnnotatedElement element) {
        var names = new ArrayList<String>();
        if (element.isAnnotationPresent(QueryParam.class)) {
            names.add(element.getAnnotation(QueryParam.class).value());
        }
        if (element.isAnnotationPresent(PathParam.class)) {
            names.add(element.getAnnotation(PathParam.class).value());
        }
        if (element.isAnnotationPresent(HeaderParam.class)) {
            names.add(element.getAnnotation(HeaderParam.class).value());
        }
        return names;
    }

    private static Map<String, Method> methods() {
        var methods = new TreeMap<String, Method>();
        for (var resource : RESOURCES) {
            for (var method : resource.getDeclaredMethods()) {
                Stream.of(method.getAnnotations())
                        .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                        .filter(http -> http != null)
                        .forEach(http -> methods.put(
                                http.value() + " "
                                        + resource.getAnnotation(Path.class).value() + below(method),
                                method));
            }
        }
        return methods;
    }

    private static String below(Method method) {
        var path = method.getAnnotation(Path.class);
        return path == null ? "" : "/" + path.value();
    }

    private static OpenApi read() {
        try {
            return OpenApi.read();
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
