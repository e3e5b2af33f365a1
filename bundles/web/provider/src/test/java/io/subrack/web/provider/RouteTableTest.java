/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.web.spi.FrontDoor.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouteTableTest {
    private static RouteTable table(String... prefixes) {
        return new RouteTable(Stream.of(prefixes)
                .map(prefix -> new Route(prefix, "bundle", State.HELD, null, null))
                .toList());
    }

    private static String found(RouteTable table, String path) {
        Route route = table.find(path);
        return route == null ? "nobody" : route.prefix();
    }

    @Test
    void takesTheLongestPrefixSegmentBySegment() {
        RouteTable table = table("/a", "/a/b", "/a/b/c/d", "/greeter");

        assertThat(found(table, "/a")).isEqualTo("/a");
        assertThat(found(table, "/a/")).isEqualTo("/a");
        assertThat(found(table, "/a/x")).isEqualTo("/a");
        assertThat(found(table, "/a/b/c")).isEqualTo("/a/b");
        assertThat(found(table, "/a/b/c/d/e")).isEqualTo("/a/b/c/d");
        assertThat(found(table, "/greeters")).isEqualTo("nobody");
        assertThat(found(table, "/greete")).isEqualTo("nobody");
        assertThat(found(table, "/")).isEqualTo("nobody");
    }

    @Test
    void givesTheRootWhatNobodyElseTakes() {
        RouteTable table = table("/", "/a");

        assertThat(found(table, "/")).isEqualTo("/");
        assertThat(found(table, "/b")).isEqualTo("/");
        assertThat(found(table, "/a/b")).isEqualTo("/a");
    }

    @Test
    void keepsPrefixesWithTheSameHashApart() {
        RouteTable table = table("/Aa", "/BB", "/AaAa");

        assertThat("/Aa").hasSameHashCodeAs("/BB");
        assertThat(found(table, "/BB/x")).isEqualTo("/BB");
        assertThat(found(table, "/Aa/x")).isEqualTo("/Aa");
        assertThat(found(table, "/BBBB")).isEqualTo("nobody");
    }

    @Test
    void findsWhatASlowSearchFinds() {
        Random random = new Random(7);
        List<String> prefixes = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            prefixes.add(path(random));
        }
        RouteTable table = table(prefixes.stream().distinct().toArray(String[]::new));

        for (int i = 0; i < 20_000; i++) {
            String path = path(random);
            String expected = prefixes.stream()
                    .filter(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"))
                    .reduce("nobody", (a, b) -> a.equals("nobody") || b.length() > a.length() ? b : a);
            assertThat(found(table, path)).isEqualTo(expected);
            i += 9;
        }
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        int segments = 1 + random.nextInt(4);
        for (int i = 0; i < segments; i++) {
            path.append('/').append((char) ('a' + random.nextInt(6))).append(random.nextInt(4));
        }
        return path.toString();
    }
}
