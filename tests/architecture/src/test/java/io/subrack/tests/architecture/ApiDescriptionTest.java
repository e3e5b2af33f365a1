/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.auth.api.AnyCaller;
import io.subrack.auth.api.PublicAccess;
import io.subrack.auth.api.RequiresScope;
import io.subrack.tests.architecture.ManagementApi.Operation;
import io.subrack.web.resources.spi.Answers;
import io.subrack.web.resources.spi.Queries;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The description of each module says what its resource classes do, no more and no less. */
class ApiDescriptionTest {
    private static final Set<Integer> ANYWHERE = Set.of(401, 403, 500, 503);

    /** They are read, and are no part of what a caller chooses. */
    private static final Set<String> PLAIN_HEADERS = Set.of("Content-Type", "Content-Length");

    @TestFactory
    Stream<DynamicTest> modules() {
        return ManagementApi.modules().entrySet().stream().flatMap(module -> {
            var methods = methods(module.getKey());
            var api = new ManagementApi(module.getValue());
            var name = module.getKey().symbolicName();
            return methods.isEmpty()
                    ? Stream.of(DynamicTest.dynamicTest(name, () -> refersToWhatItHas(api)))
                    : Stream.of(
                            DynamicTest.dynamicTest(name, () -> hasEachOperation(api, methods)),
                            DynamicTest.dynamicTest(name + " in detail", () -> {
                                for (var operation : api.operations()) {
                                    var method = methods.get(operation.name());
                                    if (method != null) {
                                        hasWhatTheMethodHas(operation, method);
                                    }
                                }
                                refersToWhatItHas(api);
                            }));
        });
    }

    private static void hasEachOperation(ManagementApi api, Map<String, Method> methods) {
        assertThat(api.operations().stream().map(Operation::name))
                .containsExactlyInAnyOrderElementsOf(methods.keySet());
    }

    private static void hasWhatTheMethodHas(Operation operation, Method method) {
        var name = operation.name();
        assertThat(method.isAnnotationPresent(Answers.class))
                .as(name + " has @Answers")
                .isTrue();
        assertThat(operation.answers().keySet()).as("answers of " + name).isEqualTo(statuses(method));
        assertThat(operation.bodies()).as("bodies of " + name).isEqualTo(consumed(method));
        assertThat(operation.parameters("query")).as("query of " + name).isEqualTo(names(method, QueryParam.class));
        assertThat(operation.parameters("path")).as("path of " + name).isEqualTo(names(method, PathParam.class));
        assertThat(operation.parameters("header")).as("headers of " + name).isEqualTo(names(method, HeaderParam.class));
        isForThoseWhoMay(operation, method);
    }

    private static void isForThoseWhoMay(Operation operation, Method method) {
        var security = operation.node().path("security");
        assertThat(security.isArray())
                .as(operation.name() + " says who may call it")
                .isTrue();
        var scopes = demand(method, RequiresScope.class);
        if (scopes != null) {
            assertThat(operation.scopes())
                    .as("scopes of " + operation.name())
                    .isEqualTo(new TreeSet<>(List.of(scopes.value())));
        } else if (demand(method, AnyCaller.class) != null) {
            assertThat(security.path(0).has("token")).as(operation.name()).isTrue();
            assertThat(operation.scopes()).as(operation.name()).isEmpty();
        } else {
            assertThat(demand(method, PublicAccess.class)).as(operation.name()).isNotNull();
            assertThat(security).as(operation.name()).isEmpty();
        }
    }

    private static <A extends java.lang.annotation.Annotation> A demand(Method method, Class<A> type) {
        if (Stream.of(RequiresScope.class, AnyCaller.class, PublicAccess.class).anyMatch(method::isAnnotationPresent)) {
            return method.getAnnotation(type);
        }
        return method.getDeclaringClass().getAnnotation(type);
    }

    private static void refersToWhatItHas(ManagementApi api) {
        assertThat(api.document().findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                api.document().at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    private static Set<Integer> statuses(Method method) {
        var statuses = new TreeSet<>(ANYWHERE);
        IntStream.of(method.getAnnotation(Answers.class).value()).forEach(statuses::add);
        return statuses;
    }

    private static Set<String> consumed(Method method) {
        var consumes = method.getAnnotation(Consumes.class);
        return consumes == null ? Set.of() : new TreeSet<>(List.of(consumes.value()));
    }

    private static Set<String> names(Method method, Class<?> type) {
        var names = new TreeSet<String>();
        for (var parameter : method.getParameters()) {
            (parameter.isAnnotationPresent(BeanParam.class)
                            ? Stream.of(parameter.getType().getDeclaredFields())
                            : Stream.of(parameter))
                    .forEach(element -> names.addAll(names(element, type)));
        }
        if (type == QueryParam.class && method.isAnnotationPresent(Queries.class)) {
            names.addAll(List.of(method.getAnnotation(Queries.class).value()));
        }
        if (type == HeaderParam.class && statuses(method).contains(412)) {
            names.add("If-Match");
        }
        if (type == HeaderParam.class && statuses(method).contains(304)) {
            names.add("If-None-Match");
        }
        names.removeAll(PLAIN_HEADERS);
        return names;
    }

    private static Set<String> names(AnnotatedElement element, Class<?> type) {
        if (type == QueryParam.class && element.isAnnotationPresent(QueryParam.class)) {
            return Set.of(element.getAnnotation(QueryParam.class).value());
        }
        if (type == PathParam.class && element.isAnnotationPresent(PathParam.class)) {
            return Set.of(element.getAnnotation(PathParam.class).value());
        }
        if (type == HeaderParam.class && element.isAnnotationPresent(HeaderParam.class)) {
            return Set.of(element.getAnnotation(HeaderParam.class).value());
        }
        return Set.of();
    }

    /** Returns the methods of a module's resources by what they answer, as {@code GET /api/platform/v1/sets}. */
    private static Map<String, Method> methods(BuiltBundle bundle) {
        var methods = new TreeMap<String, Method>();
        for (var name : bundle.componentClassNames()) {
            var resource = loaded(name);
            if (resource.isAnnotationPresent(Path.class)) {
                for (var method : resource.getDeclaredMethods()) {
                    Stream.of(method.getAnnotations())
                            .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                            .filter(http -> http != null)
                            .forEach(http -> methods.put(http.value() + " " + path(resource, method), method));
                }
            }
        }
        return methods;
    }

    private static String path(Class<?> resource, Method method) {
        var below = method.getAnnotation(Path.class);
        return resource.getAnnotation(Path.class).value() + (below == null ? "" : "/" + below.value());
    }

    private static Class<?> loaded(String name) {
        try {
            return Class.forName(name, false, ApiDescriptionTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
