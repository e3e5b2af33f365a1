/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.web.spi.Access;
import io.subrack.web.spi.Mount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestPathsTest {
    @ParameterizedTest
    @CsvSource({
        "/, greeter, /greeter",
        "/, /greeter/, /greeter",
        "/, /a/b/{id}, /a/b",
        "/, a/b{id}/c, /a",
        "/, {id}, /",
        "/, /, /",
        "/, '', /",
        "/shop, {id}, /shop",
        "/shop, /, /shop",
        "/shop/v1, orders/{id: [0-9]+/[0-9]+}, /shop/v1/orders",
        "/, a/with space/c, /a",
        "/, a%20b/c, /",
        "/, 'a;x/c', /"
    })
    void mountsAtTheLiteralSegmentsThatAPathStartsWith(String base, String path, String prefix) {
        assertThat(RestPaths.prefix(base, path)).isEqualTo(prefix);
        assertThat(new Mount(prefix, Access.OPEN, (request, response) -> {}).prefix())
                .isEqualTo(prefix);
    }

    @ParameterizedTest
    @CsvSource({"'', /", "/, /", "shop, /shop", "/shop/, /shop", "shop//v1, /shop/v1", "/shop/*, /shop", "/*, /"})
    void readsBasesTolerantly(String base, String normal) {
        assertThat(RestPaths.base(base)).isEqualTo(normal);
    }

    @Test
    void refusesABaseThatIsNotLiteral() {
        assertThatThrownBy(() -> RestPaths.base("/shop/{id}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("{id}");
    }

    @ParameterizedTest
    @CsvSource({
        "/, greeter/{name}, /greeter/{name}",
        "/shop, 'a/{ id : [0-9]{1,3} }/b', /shop/a/{id}/b",
        "/, '{path: .+/x}', /{path}",
        "/, /, /"
    })
    void showsTemplatesWithoutExpressions(String base, String path, String template) {
        assertThat(RestPaths.template(base, path)).isEqualTo(template);
    }
}
