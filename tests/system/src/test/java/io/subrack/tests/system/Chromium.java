/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ReducedMotion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A browser without a screen; it must be installed: {@code -Dsubrack.chromium}. For one thread at a time. */
final class Chromium implements AutoCloseable {
    private static final double TIMEOUT_MILLIS = 60_000;
    private static final double CALM_MILLIS = 50;
    private static final long MOST_CALMING_NANOS = 5_000_000_000L;

    private final Playwright playwright;
    private final Browser browser;

    Chromium() {
        Path program = Path.of(System.getProperty("subrack.chromium", "/usr/bin/chromium"));
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException("install Chromium, or say with -Dsubrack.chromium where it is");
        }
        PlaywrightAssertions.setDefaultAssertionTimeout(TIMEOUT_MILLIS);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(program)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--disable-site-isolation-trials", // else each window takes two processes
                                "--renderer-process-limit=1")));
    }

    @Override
    public void close() {
        playwright.close();
    }

    /** Returns what belongs to one person: cookies, cache, theme. The windows of one person share them. */
    Person person() {
        return person(null, 1440, 900);
    }

    /** @param state what {@link Person#state()} returned; null for somebody who has never been here */
    Person person(String state, int width, int height) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setReducedMotion(ReducedMotion.REDUCE) // a browser without a graphics card draws each frame by hand
                .setStorageState(state));
        context.setDefaultTimeout(TIMEOUT_MILLIS);
        return new Person(context);
    }

    /** Somebody with a browser. */
    record Person(BrowserContext context) implements AutoCloseable {
        Window open() {
            return new Window(context.newPage());
        }

        String state() {
            return context.storageState();
        }

        @Override
        public void close() {
            context.close();
        }
    }

    /** A window with what happens in it. */
    static final class Window implements AutoCloseable {
        final Page page;
        private final List<String> complaints = new ArrayList<>();
        private final List<Request> requests = new ArrayList<>();
        private int pending;

        private Window(Page page) {
            this.page = page;
            page.onConsoleMessage(message -> {
                if (message.type().equals("error") || message.type().equals("warning")) {
                    complaints.add(message.text() + " at " + message.location());
                }
            });
            page.onPageError(complaints::add);
            page.onDialog(dialog -> {
                complaints.add("a script asks: " + dialog.message());
                dialog.dismiss();
            });
            page.onRequest(request -> pending += isStream(request) ? 0 : 1);
            page.onRequestFailed(this::ended);
            page.onRequestFinished(request -> {
                requests.add(request);
                ended(request);
            });
        }

        private void ended(Request request) {
            pending -= isStream(request) ? 0 : 1;
        }

        private static boolean isStream(Request request) {
            return request.resourceType().equals("eventsource");
        }

        /** Forgets what has happened, and lets the next page load as for somebody who has never been here. */
        void forget() {
            complaints.clear();
            requests.clear();
            pending = 0;
            CDPSession browser = page.context().newCDPSession(page);
            browser.send("Network.clearBrowserCache");
            browser.detach();
        }

        /** Waits until no request is under way but for event streams; not forever, since some pages never rest. */
        void settle() {
            long end = System.nanoTime() + MOST_CALMING_NANOS;
            int before;
            do {
                before = requests.size();
                page.waitForTimeout(CALM_MILLIS);
            } while ((pending > 0 || requests.size() != before) && System.nanoTime() < end);
        }

        /** Returns what the browser complained of: errors, refusals by the policy, dialogs that scripts opened. */
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

        /** Keeps a picture for those who look at failures. */
        void shoot(String name) {
            shoot(Repository.root().resolve("tests/system/target/shots/" + name + ".png"));
        }

        void shoot(Path file) {
            page.screenshot(new Page.ScreenshotOptions().setPath(file));
        }

        @Override
        public void close() {
            page.close();
        }
    }

    record Weight(int requests, long bytes) {}
}
