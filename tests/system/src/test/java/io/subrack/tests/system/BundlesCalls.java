/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bundle that calls another's REST API on behalf of its own caller, with what an admin has granted it. */
abstract class BundlesCalls extends BundlesPart {
    private static final String ORDERS = "io.subrack.examples.orders";
    private static final String REPORT = "/orders/reports/low";
    private static final String CALLING_CLASS = ORDERS + ".LowStock";
    private static final String CLERK = "bundle-calls-clerk";

    private static String secret;

    @BeforeAll
    static void register() throws Exception {
        ApiAnswer client = subrack.operator().post(ApiClient.MANAGEMENT + "/clients", """
                {"id": "%s", "name": "Clerk", "authentication": "client_secret_basic", "consentRequired": false,
                 "grantTypes": ["client_credentials"], "scopes": ["inventory.read", "inventory.write", "orders.write"]}
                """.formatted(CLERK));
        assertThat(client.status()).as(client.toString()).isEqualTo(201);
        secret = client.json().path("secret").asText();
    }

    @BeforeEach
    void takeAnOrderOfWhatRunsLow() throws Exception {
        subrack.ensure("inventory-api", "inventory", "orders");
        ApiClient clerk = clerk("inventory.write orders.write");
        for (String sku : new String[] {"bolt", "nut"}) {
            ApiAnswer item = clerk.put("/inventory/" + sku, "{\"name\":\"A " + sku + "\",\"quantity\":7}");
            assertThat(item.status()).as(item.toString()).isIn(200, 201);
        }
        ApiAnswer order = clerk.post("/orders", "{\"sku\":\"nut\",\"quantity\":3}");
        assertThat(order.status()).as(order.toString()).isEqualTo(201);
    }

    @Test
    void seesForItsCallerWhatBothMaySee() throws Exception {
        ApiClient reader = clerk("inventory.read");
        grant("");
        ApiAnswer notGranted = reader.get(REPORT);
        grant("\"inventory.read\"");
        ApiAnswer granted = reader.get(REPORT);
        ApiAnswer otherScope = clerk("orders.write").get(REPORT);
        ApiAnswer nobody = new ApiClient(subrack.url("/"), "").get(REPORT);
        grant("");
        ApiAnswer takenBack = reader.get(REPORT);

        assertThat(notGranted.status()).as(notGranted.toString()).isEqualTo(403);
        assertThat(notGranted.json().path("detail").asText()).contains(ORDERS).contains("Subrack-Grants");
        assertThat(granted.status()).as(granted.toString()).isEqualTo(200);
        assertThat(granted.json()).hasToString("{\"items\":[{\"sku\":\"nut\",\"name\":\"A nut\",\"quantity\":4}]}");
        assertThat(otherScope.status()).as(otherScope.toString()).isEqualTo(403);
        assertThat(nobody.status()).as(nobody.toString()).isEqualTo(401);
        assertThat(takenBack.status()).as(takenBack.toString()).isEqualTo(403);
    }

    @Test
    void leavesNothingBehindAfterItHasCalled() throws Exception {
        grant("\"inventory.read\"");
        assertThat(clerk("inventory.read").get(REPORT).status()).isEqualTo(200);
        assertThat(LoadedClasses.count(subrack.platform(), CALLING_CLASS)).isEqualTo(1);

        ApiAnswer removed = subrack.operator().uninstall(ORDERS);

        assertThat(removed.status()).as(removed.toString()).isEqualTo(200);
        Waiting.until(
                "the bundle's class loader is gone",
                Duration.ofSeconds(60),
                () -> LoadedClasses.count(subrack.platform(), CALLING_CLASS) == 0);
    }

    /** Makes this what the bundle is granted, unless it is so already. */
    private static void grant(String scopes) throws Exception {
        ApiAnswer plan = subrack.operator()
                .post(
                        ApiClient.MANAGEMENT + "/plans",
                        "{\"changes\":[{\"action\":\"grant\",\"bundle\":\"" + ORDERS + "\",\"scopes\":[" + scopes
                                + "]}]}");
        if (plan.status() == 409 && plan.text().contains("nothing-to-do")) {
            return;
        }
        ApiAnswer accepted = subrack.operator()
                .post(
                        ApiClient.MANAGEMENT + "/deployments",
                        "{\"plan\":\"" + plan.json().path("id").asText() + "\"}");
        ApiAnswer ended = subrack.operator().ended(accepted.json().path("id").asText());
        assertThat(ended.json().path("status").asText())
                .as(plan + "\n" + accepted + "\n" + ended)
                .isEqualTo("COMMITTED");
    }

    private static ApiClient clerk(String scope) throws Exception {
        String credential = Base64.getEncoder().encodeToString((CLERK + ":" + secret).getBytes(StandardCharsets.UTF_8));
        ApiAnswer answer = new ApiClient(subrack.url("/"), "")
                .send(
                        "POST",
                        "/oauth2/token",
                        "application/x-www-form-urlencoded",
                        BodyPublishers.ofString("grant_type=client_credentials&scope=" + scope.replace(" ", "%20")),
                        "Authorization",
                        "Basic " + credential);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return new ApiClient(
                subrack.url("/"), answer.json().path("access_token").asText());
    }
}
