/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.auth.api.RequiresScope;
import io.subrack.data.api.SchemaInfo;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The document and the resource class say the same. */
class OpenApiTest {
    private static final Set<Integer> ANYWHERE = Set.of(401, 403, 500, 503);

    private final JsonNode document = read();

    @Test
    void hasEachOperationWithItsStatusesAndNoOther() {
        var expected = new TreeMap<String, Set<Integer>>();
        for (var method : DataResource.class.getDeclaredMethods()) {
            operation(method).ifPresent(operation -> expected.put(operation, statuses(method)));
        }

        var documented = new TreeMap<String, Set<Integer>>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    var statuses = new TreeSet<Integer>();
                    names(operation.getValue().get("responses")).forEach(name -> statuses.add(Integer.valueOf(name)));
                    documented.put(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), statuses);
                }));

        assertThat(documented).isEqualTo(expected);
    }

    private static Optional<String> operation(Method method) {
        return Stream.of(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value() + " " + DataResource.BASE + "/"
                        + method.getAnnotation(Path.class).value())
                .findFirst();
    }

    private static Set<Integer> statuses(Method method) {
        var statuses = new TreeSet<>(ANYWHERE);
        IntStream.of(method.getAnnotation(Answers.class).value()).forEach(statuses::add);
        return statuses;
    }

    @ParameterizedTest
    @ValueSource(classes = {Views.Schema.class, Views.SchemaList.class, Views.Backup.class})
    void describesEachMemberAndNoOther(Class<?> view) {
        var members = Stream.of(view.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();

        assertThat(names(document.at("/components/schemas/" + view.getSimpleName() + "/properties")))
                .containsExactlyInAnyOrderElementsOf(members);
    }

    @Test
    void namesEachStateOfASchema() {
        assertThat(document.at("/components/schemas/Schema/properties/state/enum"))
                .extracting(JsonNode::textValue)
                .containsExactlyElementsOf(
                        Stream.of(SchemaInfo.State.values()).map(Enum::name).toList());
    }

    @Test
    void asksForTheScopeThatTheResourceAsksFor() {
        assertThat(document.at("/security/0/token/0").textValue())
                .isEqualTo(DataResource.class.getAnnotation(RequiresScope.class).value()[0]);
    }

    @Test
    void refersOnlyToWhatItHas() {
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .isFalse());
    }

    private static Set<String> names(JsonNode node) {
        var names = new TreeSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode read() {
        try (var file = DataResource.class.getResourceAsStream(DataResource.DOCUMENT)) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
