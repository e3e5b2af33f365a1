/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.auth.spi.AccountProblem;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetupPageTest {
    private static final String JSON = "{\"token\":\"sru_setup\",\"name\":\"ada\",\"password\":\"correct horse\"}";

    private final House house = new House();
    private final Browser browser = house.browser();

    @Test
    void makesTheFirstAdmin() {
        browser.get("/setup");

        Answer answer = browser.submit(
                "/setup",
                "token",
                " sru_setup\n",
                "name",
                "ada",
                "new_password",
                House.PASSWORD,
                "new_password_again",
                House.PASSWORD);

        assertThat(answer.headers()).containsEntry("Location", "/login?done=setup&next=/console");
        assertThat(house.accounts.passwords).containsEntry("id-ada", House.PASSWORD);
    }

    @Test
    void takesNoTokenFromTheAddress() {
        Answer page = browser.get("/setup?token=sru_setup&name=ada");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).doesNotContain("sru_setup").doesNotContain("value=\"ada\"");
    }

    @Test
    void tellsAScriptToComeBackWhileTheDatabaseIsAway() {
        house.accounts.down = true;

        Answer answer = json(JSON);

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("Retry-After", "5");
        assertThat(answer.body()).contains(WebProblem.NOT_SERVING.urn()).contains("\"status\":503");
    }

    @Test
    void saysThatItIsDone() {
        house.user();

        Answer answer = browser.get("/setup");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.body()).contains("claimed this installation already").doesNotContain("<form");
    }

    @Test
    void saysSoToTheSlowerOfTwo() {
        browser.get("/setup");
        house.user();

        Answer answer = browser.submit(
                "/setup",
                "token",
                "sru_setup",
                "name",
                "bob",
                "new_password",
                "12345678",
                "new_password_again",
                "12345678");

        assertThat(answer.status()).isEqualTo(409);
        assertThat(house.accounts.users).hasSize(1);
    }

    @Test
    void marksWhatIsWrong() {
        browser.get("/setup");
        Answer differing = browser.submit(
                "/setup", "token", "sru_setup", "name", "ada", "new_password", "a", "new_password_again", "b");
        assertThat(differing.status()).isEqualTo(422);
        assertThat(differing.body())
                .contains("aria-describedby=\"problem\"")
                .contains("value=\"ada\"")
                .contains("<title>Problem: ");

        Answer wrong = browser.submit(
                "/setup",
                "token",
                "sru_no",
                "name",
                "ada",
                "new_password",
                "12345678",
                "new_password_again",
                "12345678");
        assertThat(wrong.status()).isEqualTo(403);
        assertThat(wrong.body()).contains("This is not the setup token.");

        Answer tooShort = browser.submit(
                "/setup", "token", "sru_setup", "name", "ada", "new_password", "a", "new_password_again", "a");
        assertThat(tooShort.status()).isEqualTo(422);
        assertThat(tooShort.body()).contains("A password has at least 8 characters.");
        assertThat(house.accounts.users).isEmpty();
    }

    @Test
    void makesTheFirstAdminForAScript() {
        browser.headers.remove("origin");
        browser.headers.remove("sec-fetch-site");

        Answer answer = json(JSON);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{\"user\":{\"id\":\"id-ada\",\"name\":\"ada\"}}");
        assertThat(answer.headers()).containsEntry("Cache-Control", "no-store");
    }

    @Test
    void letsNobodyClaimWhatTheGuardTakesToBeClaimedWhateverTheDatabaseSays() {
        browser.get("/setup");
        house.claimed = true;

        Answer answer = browser.submit(
                "/setup",
                "token",
                "sru_setup",
                "name",
                "bob",
                "new_password",
                House.PASSWORD,
                "new_password_again",
                House.PASSWORD);

        assertThat(answer.status()).isEqualTo(409);
        assertProblem(JSON, AccountProblem.CONFLICT.urn());
        assertThat(house.accounts.users).isEmpty();
    }

    @Test
    void tellsAScriptWhatIsWrong() {
        assertProblem(JSON.replace("sru_setup", "sru_no"), AccountProblem.WRONG_CREDENTIAL.urn());
        assertProblem(JSON.replace("correct horse", "short"), AccountProblem.BAD_VALUE.urn());
        assertProblem(JSON.replace("token", "other"), AccountProblem.BAD_VALUE.urn());
        house.user();
        assertProblem(JSON, AccountProblem.CONFLICT.urn());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "null",
                "{\"token\":1}",
                "{\"token\":{}}",
                "{\"token\":\"a\",\"token\":\"b\"}",
                "{\"token\":\"a\"} {}",
                "{\"token\":\"secret-in-error"
            })
    void refusesOtherDocuments(String document) {
        assertThatThrownBy(() -> json(document)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.type()).isEqualTo(WebProblem.BAD_REQUEST);
            assertThat(e).hasMessageNotContaining("secret-in-error");
        });
    }

    @Test
    void takesNoScriptOfAnotherSite() {
        browser.headers.put("origin", List.of("https://evil.example"));
        browser.headers.put("sec-fetch-site", List.of("cross-site"));

        assertProblem(JSON, WebProblem.FORBIDDEN.urn());
        assertThat(house.accounts.users).isEmpty();
    }

    private Answer json(String document) {
        return browser.send("POST", "/setup", "application/json; charset=utf-8", document);
    }

    private void assertProblem(String document, String urn) {
        assertThatThrownBy(() -> json(document))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type().urn()).isEqualTo(urn));
    }
}
