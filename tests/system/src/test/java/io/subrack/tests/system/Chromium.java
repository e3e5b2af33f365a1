/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A browser without a screen for the tests of one class; it must be installed: {@code -Dsubrack.chromium}. */
final class Chromium implements BeforeAllCallback, AfterAllCallback {
    private static final List<String> AXE_RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final double TIMEOUT_MILLIS = 30_000;

    private Playwright playwright;
    private Browser browser;

    @Override
    public void beforeAll(ExtensionContext context) {
        Path program = Path.of(System.getProperty("subrack.chromium", "/usr/bin/chromium"));
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException("install Chromium, or say with -Dsubrack.chromium where it is");
        }
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        playwright.close();
    }

    /** Opens a window of somebody who has never been here. */
    Window open() {
        return open(null, false);
    }

    /** Opens a window of somebody who has been here: with what {@link Window#state()} returned. */
    Window open(String state) {
        return open(state, false);
    }

    /** Opens a window in which pages can be judged; their Content Security Policy does not count there. */
    Window openToJudge(String state) {
        return open(state, true);
    }

    private Window open(String state, boolean withoutPolicy) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(1440, 900)
                .setStorageState(state)
                .setBypassCSP(withoutPolicy));
        context.setDefaultTimeout(TIMEOUT_MILLIS);
        return new Window(context, context.newPage());
    }

    /** A window with what happens in it. */
    static final class Window implements AutoCloseable {
        final Page page;
        private final BrowserContext context;
        private final List<String> complaints = new ArrayList<>();
        private final List<Request> requests = new ArrayList<>();

        private Window(BrowserContext context, Page page) {
            this.context = context;
            this.page = page;
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") || message.type().equals("warning")) {
                    complaints.add(message.text() + " at " + message.location());
                }
            });
            page.onPageError(complaints::add);
            page.onRequestFinished(requests::add);
        }

        String state() {
            return context.storageState();
        }

        /** Returns what the browser complained of: errors, refusals by the policy. */
        List<String> complaints() {
            return complaints;
        }

        /** Returns how many requests have ended, and how many bytes they have brought. */
        Weight weight() {
            long bytes = 0;
            for (Request request : List.copyOf(requests)) {
                var sizes = request.sizes();
                bytes += sizes.responseBodySize + sizes.responseHeadersSize;
            }
            return new Weight(requests.size(), bytes);
        }

        /** Returns the rules of WCAG A and AA that the page breaks. */
        List<String> broken() {
            return new AxeBuilder(page)
                    .withTags(AXE_RULES).analyze().getViolations().stream()
                            .map(rule -> rule.getId() + " by "
                                    + rule.getNodes().stream()
                                            .map(node -> String.valueOf(node.getHtml()))
                                            .collect(Collectors.joining(" and ")))
                            .toList();
        }

        /** Keeps a picture, for those who look at failures and for the guides. */
        void shoot(String name) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Repository.root().resolve("tests/system/target/shots/" + name + ".png")));
        }

        @Override
        public void close() {
            context.close();
        }
    }

    record Weight(int requests, long bytes) {}
}
