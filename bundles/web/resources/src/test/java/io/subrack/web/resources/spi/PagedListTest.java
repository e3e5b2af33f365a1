/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.resources.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagedListTest {
    private static final PagedList<Fruit> FRUITS =
            PagedList.by("name", Fruit::name).foundBy("colour", Fruit::colour).sortedBy("weight", Fruit::weight);

    private static final List<Fruit> BASKET = List.of(
            new Fruit("plum", "blue", 3),
            new Fruit("apple", "red", 9),
            new Fruit("cherry & stone", "red", 1),
            new Fruit("banana", "yellow", 9));

    record Fruit(String name, String colour, int weight) {}

    @Test
    void sortsByWhatNamesAnItem() {
        assertThat(names("/fruits")).containsExactly("apple", "banana", "cherry & stone", "plum");
    }

    @Test
    void sortsBothWaysAndKeepsTheNaturalOrderAmongTheSame() {
        assertThat(names("/fruits?sort=weight")).containsExactly("cherry & stone", "plum", "apple", "banana");
        assertThat(names("/fruits?sort=-weight")).containsExactly("apple", "banana", "plum", "cherry & stone");
    }

    @Test
    void findsByAnyOfItsTextsWhateverTheCase() {
        assertThat(names("/fruits?q=RED")).containsExactly("apple", "cherry & stone");
        assertThat(names("/fruits?q=an")).containsExactly("banana");
    }

    @Test
    void walksThroughThePagesByTheAddressOfTheNext() {
        var first = FRUITS.page(request("/fruits?limit=3&sort=name"), BASKET);

        assertThat(first.items()).hasSize(3);
        assertThat(first.next()).isEqualTo("/fruits?after=cherry%20%26%20stone&limit=3&sort=name");
        assertThat(names(first.next())).containsExactly("plum");
        assertThat(FRUITS.page(request(first.next()), BASKET).next()).isNull();
    }

    @Test
    void hasAnOrderOfItsOwnIfItIsGivenOne() {
        var heavyFirst = FRUITS.naturally(Comparator.comparing(Fruit::weight).reversed());

        var page = heavyFirst.page(request("/fruits?after=banana"), BASKET);

        assertThat(page.items()).extracting(Fruit::name).containsExactly("plum", "cherry & stone");
    }

    @Test
    void leavesItemsAsTheyCome() {
        var page = FRUITS.asTheyCome().page(request("/fruits?after=apple"), BASKET);

        assertThat(page.items()).extracting(Fruit::name).containsExactly("cherry & stone", "banana");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limit=0",
                "limit=10001",
                "limit=",
                "limit=x",
                "sort=size",
                "sort=--name",
                "after=nobody",
                "colour=red",
                "q=a&q=b"
            })
    void refusesWhatItDoesNotKnow(String query) {
        assertThatThrownBy(() -> FRUITS.page(request("/fruits?" + query), BASKET))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(WebProblem.BAD_REQUEST));
    }

    private static List<String> names(String address) {
        return FRUITS.page(request(address), BASKET).items().stream()
                .map(Fruit::name)
                .toList();
    }

    private static HttpServletRequest request(String address) {
        var uri = URI.create(address);
        Map<String, String[]> parameters = new TreeMap<>();
        if (uri.getRawQuery() != null) {
            for (var pair : uri.getRawQuery().split("&")) {
                var parts = pair.split("=", 2);
                var value = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
                parameters.merge(parts[0], new String[] {value}, (old, fresh) -> new String[] {old[0], fresh[0]});
            }
        }
        return (HttpServletRequest) Proxy.newProxyInstance(
                PagedListTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getRequestURI" -> uri.getPath();
                    case "getParameterMap" -> parameters;
                    default -> throw new AssertionError(method.getName());
                });
    }
}
