/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.data.api.SchemaInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The document has what is answered, member by member. */
class OpenApiTest {
    private final JsonNode document = read();

    @ParameterizedTest
    @ValueSource(classes = {Views.Schema.class, Views.Backup.class})
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

    private static Set<String> names(JsonNode node) {
        var names = new TreeSet<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode read() {
        try (var file = DataResource.class.getResourceAsStream("openapi.json")) {
            return new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
