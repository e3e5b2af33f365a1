/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.auth.api.AnyCaller;
import io.subrack.auth.api.PublicAccess;
import io.subrack.auth.api.RequiresScope;
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

/** The document and the resource classes say the same, and each operation says who may call it. */
class OpenApiTest {
    private static final List<Class<?>> RESOURCES = List.of(
            GroupsResource.class,
            MeResource.class,
            OpenApiResource.class,
            PasswordResetsResource.class,
            RolesResource.class,
            ServiceAccountsResource.class,
            SessionsResource.class,
            UsersResource.class);

    private static final Set<Integer> ANYWHERE = Set.of(401, 403, 500, 503);

    @Test
    void hasEachOperationWithItsStatusesAndNoOther() throws Exception {
        var documented = new TreeMap<String, Set<Integer>>();
        JsonNode document = new ObjectMapper().readTree(new OpenApiResource().document());
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    var statuses = new TreeSet<Integer>();
                    operation
                            .getValue()
                            .get("responses")
                            .fieldNames()
                            .forEachRemaining(name -> statuses.add(Integer.valueOf(name)));
                    documented.put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), statuses);
                }));

        var expected = new TreeMap<String, Set<Integer>>();
        methods().forEach((operation, method) -> {
            var statuses = new TreeSet<>(ANYWHERE);
            IntStream.of(method.getAnnotation(Answers.class).value()).forEach(statuses::add);
            expected.put(operation, statuses);
        });
        assertThat(documented).isEqualTo(expected);
        document.findValuesAsText("$ref")
                .forEach(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void letsNoOperationBeWithoutADemand() {
        methods()
                .forEach((operation, method) -> assertThat(Stream.of(method, method.getDeclaringClass())
                                .anyMatch(element -> element.isAnnotationPresent(RequiresScope.class)
                                        || element.isAnnotationPresent(AnyCaller.class)
                                        || element.isAnnotationPresent(PublicAccess.class)))
                        .as(operation)
                        .isTrue());
    }

    private static Map<String, Method> methods() {
        var methods = new TreeMap<String, Method>();
        for (var resource : RESOURCES) {
            for (var method : resource.getDeclaredMethods()) {
                for (var annotation : method.getAnnotations()) {
                    var verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                    if (verb != null) {
                        var path = method.getAnnotation(Path.class);
                        methods.put(
                                verb.value() + " "
                                        + resource.getAnnotation(Path.class).value()
                                        + (path == null ? "" : "/" + path.value()),
                                method);
                    }
                }
            }
        }
        return methods;
    }
}
