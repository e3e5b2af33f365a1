/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.UserStore.User;
import io.subrack.kernel.api.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ShellHandlerTest {
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

    private boolean enabled = true;
    private boolean storeIsThere = true;
    private final ShellHandler handler = new ShellHandler(new PackedAssets(), accounts());

    private Accounts accounts() {
        return Exchange.fake(Accounts.class, (proxy, method, arguments) -> {
            if (!storeIsThere) {
                throw new StoreUnavailableException("gone", new IllegalStateException("gone"));
            }
            return switch (method.getName()) {
                case "session" ->
                    arguments[0].equals("srs_good")
                            ? Optional.of(new Session("1", "ada", NOW, NOW, List.of("pwd"), NOW, NOW, "", ""))
                            : Optional.empty();
                case "user" ->
                    Optional.of(new User("ada", "ada", "Ada", "", enabled, "", Set.of(), Set.of(), NOW, NOW, null, 0));
                default -> throw new UnsupportedOperationException(method.getName());
            };
        });
    }

    private Exchange signedIn(String path) throws Exception {
        return new Exchange("GET", path)
                .cookie(Accounts.SESSION_COOKIE, "srs_good")
                .with(handler);
    }

    @Test
    void sendsWhoHasNoSessionToTheLoginAndBack() throws Exception {
        Exchange exchange = new Exchange("GET", "/console/bundles")
                .query("q=a b&state=FAILED")
                .with(handler);

        assertThat(exchange.status).isEqualTo(303);
        assertThat(exchange.answered)
                .containsEntry("Location", "/login?next=%2Fconsole%2Fbundles%3Fq%3Da+b%26state%3DFAILED")
                .containsEntry("Cache-Control", "no-store");
        assertThat(exchange.body()).isEmpty();
    }

    @Test
    void sendsWhoseSessionIsOverOrWhoseUserIsDisabledToTheLogin() throws Exception {
        Exchange over = new Exchange("GET", "/console")
                .cookie(Accounts.SESSION_COOKIE, "srs_old")
                .with(handler);
        enabled = false;
        Exchange disabled = signedIn("/console");

        assertThat(over.status).isEqualTo(303);
        assertThat(disabled.status).isEqualTo(303);
    }

    @Test
    void sendsFromAVeryLongAddressBackToTheBeginning() throws Exception {
        Exchange exchange = new Exchange("GET", "/console/bundles")
                .query("q=" + "x".repeat(2_000))
                .with(handler);

        assertThat(exchange.answered).containsEntry("Location", "/login?next=%2Fconsole");
    }

    @Test
    void answersEachAddressWithTheSamePageButForTheNonce() throws Exception {
        Exchange one = signedIn("/console");
        Exchange other = signedIn("/console/bundles/com.acme/log");

        assertThat(one.status).isEqualTo(200);
        assertThat(nonce(one)).isNotEqualTo(nonce(other)).hasSize(24);
        assertThat(one.body().replace(nonce(one), "")).isEqualTo(other.body().replace(nonce(other), ""));
    }

    @Test
    void allowsScriptsByNonceAndFromHereOnlyAndNoMarkupFromText() throws Exception {
        Exchange exchange = signedIn("/console");

        assertThat(exchange.answered.get("Content-Security-Policy"))
                .isEqualTo("default-src 'none'; script-src 'self' 'nonce-" + nonce(exchange)
                        + "'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none';"
                        + " form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script';"
                        + " trusted-types lit-html");
        assertThat(exchange.answered)
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("X-Frame-Options", "DENY")
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("Content-Type", "text/html; charset=utf-8");
    }

    @Test
    void namesOneImportMapAndWhatStandsInItIsThere() throws Exception {
        String page = signedIn("/console").body();

        Matcher map = Pattern.compile("<script type=\"importmap\"[^>]*>(.*?)</script>")
                .matcher(page);

        assertThat(map.find()).isTrue();
        var imports = new ObjectMapper().readTree(map.group(1)).get("imports");
        assertThat(imports.get("lit/directives/repeat.js").asText())
                .isEqualTo(imports.get("lit").asText());
        assertThat(imports.get("@subrack/console").asText()).endsWith("/lazy/sdk.js");
        for (var target : imports) {
            new Exchange("GET", target.asText()).with(new AssetHandler(new PackedAssets()));
        }
        assertThat(map.find()).isFalse();
    }

    @Test
    void namesOnlyFilesThatAreThere() throws Exception {
        Matcher files = Pattern.compile("\"(" + Assets.PATH + "/[^\"]+)\"")
                .matcher(signedIn("/console").body());
        int count = 0;

        while (files.find()) {
            new Exchange("GET", files.group(1)).with(new AssetHandler(new PackedAssets()));
            count++;
        }

        assertThat(count).isGreaterThan(10);
    }

    @Test
    void saysSomethingWithoutScripts() throws Exception {
        assertThat(signedIn("/console").body()).contains("<noscript>").contains("needs JavaScript");
    }

    @Test
    void answersHeadWithoutABody() throws Exception {
        Exchange exchange = new Exchange("HEAD", "/console")
                .cookie(Accounts.SESSION_COOKIE, "srs_good")
                .with(handler);

        assertThat(exchange.status).isEqualTo(200);
        assertThat(exchange.body()).isEmpty();
    }

    @Test
    void refusesWhatIsNotReading() {
        Exchange exchange = new Exchange("POST", "/console");

        assertThatThrownBy(() -> exchange.with(handler))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type().status()).isEqualTo(405));
        assertThat(exchange.answered).containsEntry("Allow", "GET, HEAD");
    }

    @Test
    void saysToComeBackWhileTheDatabaseIsAway() {
        storeIsThere = false;

        assertThatThrownBy(() -> signedIn("/console"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type().status()).isEqualTo(503));
    }

    private static String nonce(Exchange exchange) {
        Matcher nonce = Pattern.compile("'nonce-([^']+)'").matcher(exchange.answered.get("Content-Security-Policy"));
        assertThat(nonce.find()).isTrue();
        return nonce.group(1);
    }
}
