/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.web.resources.spi.Queries;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document and the resource class say the same. */
class OpenApiTest {
    private final JsonNode document = read();

    @Test
    void hasEachOperationWithItsParametersAndNoOther() {
        Set<String> paths = new TreeSet<>();
        for (Method method : PagesResource.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers())) {
                Path path = method.getAnnotation(Path.class);
                String address = PagesResource.BASE + (path == null ? "" : "/" + path.value());
                paths.add(address);
                assertThat(documented(address)).as(address).isEqualTo(asked(method));
            }
        }
        assertThat(names(document.get("paths"))).isEqualTo(paths);
    }

    private static Set<String> asked(Method method) {
        Queries queries = method.getAnnotation(Queries.class);
        return queries == null ? Set.of() : new TreeSet<>(List.of(queries.value()));
    }

    private Set<String> documented(String address) {
        Set<String> documented = new TreeSet<>();
        document.get("paths").get(address).at("/get/parameters").forEach(reference -> {
            JsonNode parameter = document.at(reference.get("$ref").textValue().substring(1));
            if (parameter.get("in").textValue().equals("query")) {
                documented.add(parameter.get("name").textValue());
            }
        });
        return documented;
    }

    @Test
    void refersOnlyToWhatItHas() {
        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .isFalse());
    }

    /** Whoever reads a view by the document finds each of its members there. */
    @Test
    void namesEachMemberOfTheViews() {
        for (Class<?> view : List.of(Views.PageView.class, Views.SlotView.class, Views.CommandView.class)) {
            String name = "Contributed" + view.getSimpleName().replace("View", "");
            Set<String> members = new TreeSet<>();
            Stream.of(view.getRecordComponents()).forEach(member -> members.add(member.getName()));
            assertThat(names(document.at("/components/schemas/" + name + "/properties")))
                    .as(name)
                    .isEqualTo(members);
        }
    }

    private static Set<String> names(JsonNode node) {
        Set<String> names = new TreeSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode read() {
        try (var file = PagesResource.class.getResourceAsStream("openapi.json")) {
            return new ObjectMapper().readTree(file);
        } catch (java.io.IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
