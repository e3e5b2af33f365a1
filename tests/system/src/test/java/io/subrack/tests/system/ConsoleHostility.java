/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.subrack.tests.system.Chromium.Window;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts that would like to be more than texts, and requests from elsewhere. */
abstract class ConsoleHostility extends ConsolePart {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>${7*7}<script>alert(2)</script>'\"&amp;";
    private static final String NAME = "com.acme.hostile";
    private static final Map<String, String> HEADERS = Map.of(
            "Bundle-ManifestVersion",
            "2",
            "Bundle-SymbolicName",
            NAME,
            "Bundle-Name",
            HOSTILE,
            "Bundle-Vendor",
            HOSTILE,
            "Bundle-Description",
            HOSTILE,
            "Bundle-License",
            HOSTILE,
            "X-Acme",
            HOSTILE);

    /** Says whether what was sent as text has become elements, wherever on the page. */
    private static final String ELEMENTS =
            "main img, main script, dialog img, dialog script, .toast img, .toast script";

    @TempDir
    static Path scratch;

    private static void isText(Window window, String path) {
        window.page.navigate(COCKPIT.url(path));
        ConsolePages.await(window.page);
        isText(window);
    }

    private static void isText(Window window) {
        assertThat(window.page.locator("main")).containsText(HOSTILE);
        assertThat(window.page.locator(ELEMENTS)).hasCount(0);
        assertThat(window.complaints()).isEmpty();
    }

    @Test
    void showsWhatABundleSaysOfItselfAsText() throws Exception {
        String escaped = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
        SourceBundle bundle = new SourceBundle(NAME)
                .header("Import-Package", "jakarta.servlet,jakarta.servlet.http,org.slf4j")
                .header("Subrack-Public", "/chatter")
                .source("Chatter.java")
                .servlet(
                        "chatter.Chatter",
                        Map.of(
                                "osgi.http.whiteboard.servlet.pattern",
                                "/chatter",
                                "io.subrack.access",
                                "public",
                                "acme.motto",
                                escaped));
        HEADERS.forEach(bundle::header);
        byte[] jar = bundle.build(COCKPIT.platform().distribution(), scratch);
        try (Window window = COCKPIT.open("/install")) {
            Page page = window.page;
            ConsolePages.upload(page, HOSTILE.replace("/", "") + ".jar", jar);
            isText(window);
            ConsolePages.apply(page, "Done");
            assertThat(COCKPIT.operator()
                            .post(
                                    "/chatter?say="
                                            + Browser.encoded("say", HOSTILE).substring(4),
                                    "")
                            .status())
                    .isEqualTo(204);

            isText(window, "/bundles/" + NAME);
            isText(window, "/bundles/" + NAME + "/manifest");
            isText(window, "/bundles/" + NAME + "/log");
            isText(window, "/logs?q=onerror");
            isText(window, "/services/" + serviceOf(NAME));
        } finally {
            COCKPIT.operator().uninstall(NAME);
        }
    }

    private static long serviceOf(String bundle) throws Exception {
        JsonNode services = COCKPIT.api("/services?limit=500&bundle=" + bundle).path("items");
        for (JsonNode service : services) {
            if (service.path("bundle").asText().equals(bundle)) {
                return service.path("id").asLong();
            }
        }
        throw new AssertionError(services.toString());
    }

    @Test
    void showsFilesThatAreNoBundlesAsText() {
        try (Window window = COCKPIT.open("/install")) {
            window.page
                    .locator("input[type=file]")
                    .setInputFiles(new FilePayload(
                            HOSTILE.replace("/", "") + ".jar", "application/java-archive", new byte[] {1}));
            assertThat(window.page.locator("main .uploads [role=alert]")).hasCount(1);
            assertThat(window.page.locator("main .uploads")).containsText(HOSTILE.replace("/", ""));
            assertThat(window.page.locator(ELEMENTS)).hasCount(0);
        }
    }

    @Test
    void showsConfigurationNamesAndAddressesAsText() throws Exception {
        String pid = "/configurations/" + NAME;
        ObjectMapper json = new ObjectMapper();
        String values = json.writeValueAsString(Map.of("values", Map.of("motto", HOSTILE), "reason", HOSTILE));
        ApiAnswer put = COCKPIT.operator().put(ApiClient.MANAGEMENT + pid, values);
        assertThat(put.status()).as(put.toString()).isBetween(200, 201);
        String user =
                json.writeValueAsString(Map.of("name", "mallory", "displayName", HOSTILE, "roles", List.of("viewer")));
        ApiAnswer made = COCKPIT.operator().post(ApiClient.MANAGEMENT + "/users", user);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        try (Window window = COCKPIT.open("/configuration/" + NAME)) {
            assertThat(window.page
                            .locator("main [value], main textarea, main input")
                            .first())
                    .isVisible();
            assertThat(window.page.locator(ELEMENTS)).hasCount(0);
            isText(window, "/configuration/" + NAME + "/history");
            isText(window, "/users?q=mallory");
            window.page.navigate(COCKPIT.url("/%3Cimg%20src=x%3E"));
            assertThat(window.page.locator("main")).containsText("<img src=x>");
            assertThat(window.complaints()).isEmpty();
        } finally {
            COCKPIT.operator().delete(ApiClient.MANAGEMENT + pid);
        }
    }

    /** As the admin's browser would, were its cookie not kept from other sites. */
    @ParameterizedTest
    @CsvSource({
        "GET, /events, text/event-stream, Origin, https://evil.example",
        "GET, /events, text/event-stream, Sec-Fetch-Site, cross-site",
        "GET, /bundles, application/json, Sec-Fetch-Site, same-site",
        "POST, /plans, application/json, Origin, https://evil.example",
        "POST, /plans, application/json, Origin, null",
        "POST, /plans, text/plain, Sec-Fetch-Site, cross-site",
        "POST, /plans, application/x-www-form-urlencoded, Origin, https://evil.example",
        "POST, /artifacts, multipart/form-data; boundary=x, Origin, https://evil.example",
        "POST, /artifacts, multipart/form-data; boundary=x, Sec-Fetch-Site, cross-site",
        "POST, /bundles, application/java-archive, X-Nothing, none",
        "DELETE, /bundles/" + GREETER + ", application/json, Origin, https://evil.example",
    })
    void refusesRequestsOfOtherSites(String method, String path, String type, String header, String value)
            throws Exception {
        assertThat(asAdmin("GET", "/bundles", "application/json", "Sec-Fetch-Site", "same-origin"))
                .isEqualTo(200);

        assertThat(asAdmin(method, path, type, header, value)).isEqualTo(403);

        assertThat(statusOf("/greeter/ada")).isEqualTo(200);
    }

    private static int asAdmin(String method, String path, String type, String header, String value)
            throws IOException, InterruptedException {
        String cookies = Stream.of(
                        new ObjectMapper().readTree(COCKPIT.adminState()).path("cookies"))
                .flatMap(all -> StreamSupport.stream(all.spliterator(), false))
                .map(cookie -> cookie.path("name").asText() + "="
                        + cookie.path("value").asText())
                .reduce((some, more) -> some + "; " + more)
                .orElseThrow();
        HttpRequest request = HttpRequest.newBuilder(URI.create(COCKPIT.url("")).resolve(ApiClient.MANAGEMENT + path))
                .timeout(Duration.ofSeconds(30))
                .header("Cookie", cookies)
                .header("Accept", type)
                .header("Content-Type", type)
                .header(header, value)
                .method(method, BodyPublishers.ofString("{}", StandardCharsets.UTF_8))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void sendsStrangersToTheLogin() throws Exception {
        var answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(COCKPIT.url(""))).build(), BodyHandlers.discarding());

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/login?next=%2Fconsole");
        assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }
}
