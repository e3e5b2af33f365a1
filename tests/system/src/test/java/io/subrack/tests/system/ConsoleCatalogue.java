/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.tests.system.Chromium.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Well-known bundles of others, as they are, through the console. The build puts some into a folder. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConsoleCatalogue extends ConsolePart {
    /** Where the build puts them. */
    static final Path FOLDER = Repository.root().resolve("tests/system/target/third-party");

    private static final String REPOSITORY = ApiClient.MANAGEMENT + "/repositories";

    private List<String> before = List.of();

    @BeforeAll
    void addRepository() throws Exception {
        before = List.copyOf(COCKPIT.operator().bundles().keySet());
        ApiAnswer added = COCKPIT.operator()
                .post(REPOSITORY, "{\"id\":\"third-party\",\"kind\":\"folder\",\"url\":\"" + FOLDER + "\"}");
        assertThat(added.status()).as(added.text()).isEqualTo(201);
    }

    @AfterAll
    void removeAll() throws Exception {
        COCKPIT.shared().removeAllBut(before);
        ApiAnswer removed = COCKPIT.operator().delete(REPOSITORY + "/third-party");
        assertThat(removed.status()).as(removed.text()).isEqualTo(204);
    }

    private static Path jar(String start) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(it -> it.getFileName().toString().startsWith(start))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("there is no " + start + "… in " + FOLDER
                            + ": run mvn -pl tests/system pre-integration-test"));
        }
    }

    @Test
    void installsABundleOfTheCatalogueWithWhatItNeeds() throws Exception {
        try (Window window = COCKPIT.open("/repositories")) {
            ConsoleInstalling installing = new ConsoleInstalling(COCKPIT, window.page);

            installing.planFound("com.google.guava");

            assertThat(installing.apply())
                    .containsExactlyInAnyOrder("com.google.guava", "com.google.guava.failureaccess");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void namesWhatAFileLacksAndBringsItIntoThePlan() throws Exception {
        try (Window window = COCKPIT.open("/install")) {
            ConsoleInstalling installing = new ConsoleInstalling(COCKPIT, window.page);

            installing.planFiles(jar("commons-text-"));

            assertThat(installing.faults()).containsText("Nobody exports package org.apache.commons.lang3");
            List<String> repaired = installing.repair();
            assertThat(repaired).singleElement().asString().contains("Install org.apache.commons.lang3");
            assertThat(installing.apply())
                    .containsExactlyInAnyOrder("org.apache.commons.text", "org.apache.commons.lang3");
            assertThat(window.complaints()).isEmpty();
        }
    }

    @Test
    void letsLibrariesInThatThePlatformHasAndWarns() throws Exception {
        try (Window window = COCKPIT.open("/install")) {
            ConsoleInstalling installing = new ConsoleInstalling(COCKPIT, window.page);

            installing.planFiles(jar("jackson-core-"), jar("commons-io-"));

            assertThat(window.page.locator(".plan"))
                    .containsText("brings a copy of what the platform has: package com.fasterxml.jackson.core");
            assertThat(window.page.locator(".plan .notice.warn li")).hasCount(1);
            assertThat(installing.apply())
                    .containsExactlyInAnyOrder(
                            "com.fasterxml.jackson.core.jackson-core", "org.apache.commons.commons-io");
            assertThat(window.complaints()).isEmpty();
        }
    }
}
