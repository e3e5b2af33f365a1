/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import static io.subrack.auth.clients.House.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.audit.api.AuditTypes;
import io.subrack.auth.clients.Views.ClientView;
import io.subrack.auth.clients.Views.SecretView;
import io.subrack.kernel.api.ProblemException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientsResourceTest {
    private static final String WEB =
            "{'id': 'web', 'name': 'Web', 'redirectUris': ['https://app.example/cb'], 'scopes': ['openid', 'orders.read']}";

    private final House house = new House();
    private final ClientsResource resource =
            new ClientsResource(house.clients, house.grants, house.revocations, house.audit, House.CLOCK);

    @Test
    void showsASecretOnceAndStoresItsHash() throws IOException {
        Response answer = create(WEB);

        ClientView made = (ClientView) answer.getEntity();
        assertThat(answer.getStatus()).isEqualTo(201);
        assertThat(answer.getLocation()).hasToString("/api/platform/v1/clients/web");
        assertThat(answer.getHeaderString("Cache-Control")).isEqualTo("no-store");
        assertThat(made.secret()).matches("srx_[A-Za-z0-9_-]{43}");
        assertThat(house.stored.get("web").secrets().get(0).hash()).hasSize(64).doesNotContain(made.secret());
        ClientView again = (ClientView) resource.one("web").getEntity();
        assertThat(again.secret()).isNull();
        assertThat(json(again).toString()).doesNotContain("hash", made.secret());
        assertThat(made.toString() + house.events).doesNotContain(made.secret());
        assertThat(house.events.get(0).type()).isEqualTo(AuditTypes.CLIENT_CREATED);
    }

    @Test
    void makesAnIdAndSafeDefaults() throws IOException {
        ClientView made = (ClientView) create("{'name': 'Web', 'redirectUris': ['https://app.example/cb']}")
                .getEntity();

        assertThat(made.id()).matches("[0-9a-f]{16}");
        assertThat(made.pkceRequired()).isTrue();
        assertThat(made.consentRequired()).isTrue();
        assertThat(made.idTokenAlgorithm()).isEqualTo("ES256");
        assertThat(made.grantTypes()).containsExactly("authorization_code", "refresh_token");
    }

    @Test
    void givesPublicClientsNoSecret() throws IOException {
        ClientView made = (ClientView) create(WEB.replace("'name'", "'authentication': 'none', 'name'"))
                .getEntity();

        assertThat(made.secret()).isNull();
        assertThat(made.secrets()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name': '', 'redirectUris': ['https://app.example/cb']}",
                "{'redirectUris': ['https://app.example/cb']}",
                "{'name': 'a\\u0007', 'redirectUris': ['https://app.example/cb']}",
                "{'name': 'a', 'redirectUris': []}",
                "{'name': 'a', 'redirectUris': 'https://app.example/cb'}",
                "{'name': 'a', 'redirectUris': ['http://app.example/cb']}",
                "{'name': 'a', 'redirectUris': ['https://app.example/cb', 'https://app.example/cb']}",
                "{'name': 'a', 'redirectUris': ['https://a.example/'], 'id': 'a:b'}",
                "{'name': 'a', 'redirectUris': ['https://a.example/'], 'origins': ['https://a.example/']}",
                "{'name': 'a', 'redirectUris': ['https://a.example/'], 'authentication': 'none', 'pkceRequired': false}",
                "{'name': 'a', 'authentication': 'none', 'grantTypes': ['client_credentials']}",
                "{'name': 'a', 'grantTypes': ['password']}",
                "{'name': 'a', 'grantTypes': ['client_credentials'], 'scopes': ['a b']}",
                "{'name': 'a', 'grantTypes': ['client_credentials'], 'authentication': 'private_key_jwt'}",
                "{'name': 'a', 'grantTypes': ['client_credentials'], 'authentication': 'private_key_jwt', 'jwks': {}}",
                "{'name': 'a', 'grantTypes': ['client_credentials'], 'idTokenAlgorithm': 'none'}",
                "{'name': 'a', 'grantTypes': ['client_credentials'], 'enabled': 'yes'}",
                "{'name': 'a', 'grantTypes': ['client_credentials'], 'owner': 'me'}"
            })
    void refusesWhatDoesNotDo(String json) {
        assertThatThrownBy(() -> create(json)).satisfies(problem(422));
        assertThat(house.stored).isEmpty();
    }

    @Test
    void refusesWhatIsNoJson() {
        assertThatThrownBy(() -> create("{")).satisfies(problem(400));
        assertThatThrownBy(() -> create("[]")).satisfies(problem(400));
        assertThatThrownBy(() -> create("{'name': 'a', 'name': 'b'}")).satisfies(problem(400));
        assertThatThrownBy(() -> create("{'name': '" + "x".repeat(70_000) + "'}"))
                .satisfies(problem(413));
    }

    @Test
    void refusesAnIdThatIsTaken() throws IOException {
        create(WEB);

        assertThatThrownBy(() -> create(WEB)).satisfies(problem(409));
    }

    @Test
    void changesWhatIsSentAndNothingElse() throws IOException {
        create(WEB);

        Response answer = change("web", "{'name': 'Shop'}");

        ClientView changed = (ClientView) answer.getEntity();
        assertThat(changed.name()).isEqualTo("Shop");
        assertThat(changed.redirectUris()).containsExactly("https://app.example/cb");
        assertThat(changed.secrets()).hasSize(1);
        assertThat(answer.getHeaderString("ETag")).isEqualTo("\"1\"");
        assertThat(house.revoked).isEmpty();
    }

    @Test
    void refusesAChangeOfSomethingElseThanIfMatchNames() throws IOException {
        create(WEB);
        house.headers.put("If-Match", "\"7\"");

        assertThatThrownBy(() -> change("web", "{'name': 'Shop'}")).satisfies(problem(412));
        assertThatThrownBy(() -> resource.delete("web", house.request)).satisfies(problem(412));
        house.headers.put("If-Match", "\"0\"");
        assertThat(change("web", "{'name': 'Shop'}").getStatus()).isEqualTo(200);
    }

    @Test
    void endsTheTokensOfAClientThatIsDisabled() throws IOException {
        create(WEB);

        change("web", "{'enabled': false}");

        assertThat(house.revoked).containsExactly("client web", "grant g1", "all null web");
    }

    @Test
    void endsTheTokensOfADisabledClientAlsoWhenThatFailedBefore() throws IOException {
        create(WEB);
        house.revocationsDown = true;
        assertThatThrownBy(() -> change("web", "{'enabled': false}")).satisfies(problem(503));
        house.revocationsDown = false;

        change("web", "{'enabled': false}");

        assertThat(house.revoked).containsExactly("client web", "grant g1", "all null web");
    }

    @Test
    void endsTheTokensOfAClientThatMayDoLess() throws IOException {
        house.unlimited();
        create(WEB);
        change("web", "{'scopes': ['openid', 'orders.read', 'orders.write']}");
        assertThat(house.revoked).isEmpty();
        house.revocationsDown = true;
        assertThatThrownBy(() -> change("web", "{'scopes': ['openid']}")).satisfies(problem(503));
        house.revocationsDown = false;

        change("web", "{'scopes': ['openid']}");

        assertThat(house.revoked).containsExactly("client web");
        change("web", "{'grantTypes': ['authorization_code']}");
        change("web", "{'authentication': 'none'}");
        assertThat(house.revoked).hasSize(3);
    }

    @Test
    void writesDownWhatWasChanged() throws IOException {
        create(WEB);
        house.unlimited();

        change(
                "web",
                "{'scopes': ['openid', 'stock.read'], 'redirectUris': ['https://b.example/'], 'consentRequired': false}");

        assertThat(house.events.get(1).details())
                .containsEntry("scopes.added", "stock.read")
                .containsEntry("scopes.removed", "orders.read")
                .containsEntry("redirectUris.added", "https://b.example/")
                .containsEntry("redirectUris.removed", "https://app.example/cb")
                .containsEntry("consentRequired", "true -> false")
                .doesNotContainKeys("name", "enabled");
    }

    @Test
    void letsTwoSecretsBeValidAndNoThird() throws IOException {
        house.unlimited();
        create(WEB);

        SecretView second =
                (SecretView) resource.addSecret("web", house.request).getEntity();

        assertThat(second.secret()).startsWith("srx_");
        assertThat(second.toString()).doesNotContain(second.secret());
        assertThatThrownBy(() -> resource.addSecret("web", house.request)).satisfies(problem(409));
        String first = house.stored.get("web").secrets().get(0).id();
        assertThat(resource.deleteSecret("web", first, house.request).getStatus())
                .isEqualTo(204);
        assertThat(house.stored.get("web").secrets())
                .extracting(secret -> secret.id())
                .containsExactly(second.id());
        assertThatThrownBy(() -> resource.deleteSecret("web", first, house.request))
                .satisfies(problem(404));
    }

    @Test
    void endsAllThatAClientHasGot() throws IOException {
        create(WEB);

        ClientView changed = (ClientView) resource.endAll("web", house.request).getEntity();

        assertThat(changed.notBefore()).isEqualTo("2026-11-23T10:00:00Z");
        assertThat(house.revoked).containsExactly("client web", "grant g1", "all null web");
    }

    @Test
    void deletesAClient() throws IOException {
        create(WEB);

        assertThat(resource.delete("web", house.request).getStatus()).isEqualTo(204);
        assertThatThrownBy(() -> resource.one("web")).satisfies(problem(404));
        assertThat(house.revoked).contains("client web");
    }

    @Test
    void listsInPages() throws IOException {
        create(WEB);
        create(WEB.replace("'web'", "'x b'".replace(" ", "-")));

        var first = resource.list(house.asking("query", "a&b", "limit", "1"));

        assertThat(first.items()).extracting(ClientView::id).containsExactly("web");
        assertThat(first.next()).isEqualTo("/api/platform/v1/clients?after=web&limit=1&query=a%26b");
        assertThat(resource.list(house.asking("after", "web")).next()).isNull();
        assertThatThrownBy(() -> resource.list(house.asking("limit", "0"))).satisfies(problem(400));
    }

    @Test
    void saysWhenTheDatabaseIsDown() {
        house.down = true;

        assertThatThrownBy(() -> resource.one("web")).satisfies(problem(503));
    }

    @Test
    void makesTheClientOfTheCommandLineOnce() {
        var maker = new CommandLineClient(house.clients, house.audit, House.CLOCK);

        maker.make();
        maker.make();

        assertThat(house.stored.get("subrack-cli").isPublic()).isTrue();
        assertThat(house.stored.get("subrack-cli").pkceRequired()).isTrue();
        assertThat(house.events).hasSize(1);
        maker.close();
    }

    @Test
    void endsGrantsAndConsents() {
        var grants = new GrantsResource(house.grants, house.revocations, house.accounts, house.audit, House.CLOCK);
        var consents = new ConsentsResource(
                house.clients, house.grants, house.revocations, house.accounts, house.audit, House.CLOCK);

        assertThat(grants.list(house.asking("user", "ada")).items().get(0).client())
                .isEqualTo("web");
        assertThatThrownBy(() -> grants.list(house.asking())).satisfies(problem(400));
        assertThat(grants.revoke("g1", house.request).getStatus()).isEqualTo(204);
        assertThatThrownBy(() -> grants.revoke("g2", house.request)).satisfies(problem(404));
        assertThat(consents.list(house.asking("user", "ada")).items().get(0).scopes())
                .containsExactly("a", "b");
        assertThatThrownBy(() -> consents.list(house.asking())).satisfies(problem(400));
        assertThat(consents.withdraw("ada", "web", house.request).getStatus()).isEqualTo(204);
        assertThatThrownBy(() -> consents.withdraw("ada", "x", house.request)).satisfies(problem(404));
        assertThat(house.revoked)
                .startsWith("grant g1", "row g1", "grant g1", "all ada web")
                .doesNotContain("grant g2", "row g2");
        String longId = "x".repeat(65);
        assertThatThrownBy(() -> grants.revoke(longId, house.request)).satisfies(problem(422));
        assertThatThrownBy(() -> grants.list(house.asking("user", longId))).satisfies(problem(422));
        assertThatThrownBy(() -> consents.list(house.asking("user", longId))).satisfies(problem(422));
        assertThatThrownBy(() -> consents.withdraw(longId, "web", house.request))
                .satisfies(problem(422));
    }

    private Response create(String json) throws IOException {
        return resource.create(body(json), house.request);
    }

    private Response change(String id, String json) throws IOException {
        return resource.change(id, body(json), house.request);
    }

    private static JsonNode json(Object view) {
        return new ObjectMapper().valueToTree(view);
    }

    static org.assertj.core.api.ThrowingConsumer<Throwable> problem(int status) {
        return thrown -> assertThat(((ProblemException) thrown).type().status()).isEqualTo(status);
    }
}
