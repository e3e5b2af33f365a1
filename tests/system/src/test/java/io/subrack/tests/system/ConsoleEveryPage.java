/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.tests.system.Chromium.Person;
import io.subrack.tests.system.Chromium.Weight;
import io.subrack.tests.system.Chromium.Window;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each page must keep to, judged on one load of it: few requests and bytes, nothing that the browser complains of,
 * open to everybody, light and dark.
 */
abstract class ConsoleEveryPage extends ConsolePart {
    private static final int MOST_REQUESTS = 20;
    private static final long MOST_BYTES = 150_000;

    /** Views that differ in what they are made of. */
    private static final List<String> VIEWS = List.of(
            "",
            "/bundles",
            "/bundles/" + INVENTORY,
            "/bundles/" + INVENTORY + "/wiring",
            "/bundles/" + INVENTORY + "/services",
            "/bundles/" + INVENTORY + "/apis",
            "/bundles/io.subrack.web.provider/configuration",
            "/bundles/" + INVENTORY + "/log",
            "/bundles/" + GREETER + "/versions",
            "/bundles/" + INVENTORY + "/manifest",
            "/install",
            "/deployments",
            "/deployments/compare/1..2",
            "/dependencies",
            "/dependencies?focus=" + INVENTORY,
            "/services?scope=singleton",
            "/services/5",
            "/apis",
            "/apis/" + INVENTORY,
            "/apis/platform",
            "/health",
            "/logs",
            "/audit",
            "/audit/1",
            "/jobs",
            "/users",
            "/users?view=groups",
            "/users?view=roles",
            "/users?view=sessions",
            "/clients",
            "/clients?view=tokens",
            "/clients?view=accounts",
            "/keys",
            "/configuration",
            "/configuration/io.subrack.web",
            "/configuration/io.subrack.web/raw",
            "/configuration/io.subrack.web/history",
            "/configuration?view=secrets",
            "/repositories",
            "/repositories?view=list",
            "/repositories?view=updates",
            "/settings",
            "/explorer/" + INVENTORY + "?op=GET+/inventory/%7Bsku%7D",
            "/contributions",
            "/docs",
            "/nothing");

    /** Lists whose first item has a page of its own. */
    private static final List<String> LISTS = List.of("deployments", "jobs", "users");

    private static Person judge;
    private static Window window;

    @BeforeAll
    static void open() {
        judge = COCKPIT.chromium().person(COCKPIT.adminState(), 1440, 900);
        window = judge.open();
    }

    @AfterAll
    static void close() {
        judge.close();
    }

    static Stream<String> pages() throws Exception {
        Stream.Builder<String> pages = Stream.builder();
        VIEWS.forEach(pages);
        for (String list : LISTS) {
            pages.add("/" + list + "/"
                    + COCKPIT.api("/" + list + "?limit=1").at("/items/0/id").asText());
        }
        return pages.build();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void isLightAndCleanAndOpenToEverybody(String path) {
        window.forget();
        window.page.navigate(COCKPIT.url(path));
        ConsolePages.await(window.page);
        window.settle();

        Weight weight = window.weight();
        List<String> complaints = List.copyOf(window.complaints());
        List<String> faults = Accessibility.faults(window.page);

        try {
            assertThat(weight.requests()).as("requests").isLessThanOrEqualTo(MOST_REQUESTS);
            assertThat(weight.bytes()).as("bytes").isLessThanOrEqualTo(MOST_BYTES);
            assertThat(complaints).isEmpty();
            assertThat(faults).isEmpty();
        } catch (AssertionError e) {
            window.shoot("console" + path.replaceAll("[^A-Za-z0-9]+", "-"));
            throw e;
        }
    }

    @Test
    void worksOutFiltersOrdersWindowsAndLayersAsItShould() {
        window.page.navigate(COCKPIT.url(""));
        ConsolePages.await(window.page);
        String main = (String) window.page.evaluate("() => document.querySelector('script[type=module]').src");

        Object faults = window.page.evaluate(ConsoleLogic.SCRIPT, main);

        assertThat((List<?>) faults).isEmpty();
    }
}
