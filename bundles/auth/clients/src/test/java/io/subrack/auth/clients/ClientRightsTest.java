/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import static io.subrack.auth.clients.House.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientRightsTest {
    private static final String WEB =
            "{'id': 'web', 'name': 'Web', 'redirectUris': ['https://app.example/cb'], 'scopes': ['openid', 'orders.read']}";

    private final House house = new House();
    private final ClientsResource resource =
            new ClientsResource(house.clients, house.grants, house.revocations, house.audit, House.CLOCK);

    @Test
    void letsNobodyTurnAClientThatReachesFurtherToThemselves() throws IOException {
        create(WEB);
        house.scopes = Set.of("platform.clients", "orders.read");
        change("web", "{'redirectUris': ['https://app.example/new']}");
        house.scopes = Set.of("platform.clients");

        for (String change : new String[] {
            "{'redirectUris': ['https://evil.example/cb']}",
            "{'origins': ['https://evil.example']}",
            "{'consentRequired': false}",
            "{'authentication': 'none'}",
            "{'scopes': []}",
            "{'grantTypes': ['client_credentials']}"
        }) {
            assertThatThrownBy(() -> change("web", change)).as(change).satisfies(ClientsResourceTest.problem(403));
        }
        assertThatThrownBy(() -> resource.addSecret("web", house.request)).satisfies(ClientsResourceTest.problem(403));
        String secret = house.stored.get("web").secrets().get(0).id();
        assertThatThrownBy(() -> resource.deleteSecret("web", secret, house.request))
                .satisfies(ClientsResourceTest.problem(403));
        assertThat(change("web", "{'enabled': false, 'name': 'Off'}").getStatus())
                .isEqualTo(200);
        house.unlimited();
        assertThat(change("web", "{'redirectUris': ['https://c.example/cb']}").getStatus())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'grantTypes': ['client_credentials']",
                "'grantTypes': ['urn:ietf:params:oauth:grant-type:token-exchange']",
                "'redirectUris': ['https://a.example/cb'], 'consentRequired': false"
            })
    void letsNobodyMakeAClientThatHasMoreWithoutAskingAnybody(String powers) throws IOException {
        String json = "{'id': 'ops', 'name': 'Ops', 'scopes': ['orders.write'], " + powers + "}";

        assertThatThrownBy(() -> create(json)).satisfies(ClientsResourceTest.problem(403));
        house.roles = Set.of("admin");
        assertThatThrownBy(() -> create(json)).satisfies(ClientsResourceTest.problem(403));
        house.unlimited();
        assertThat(create(json).getStatus()).isEqualTo(201);
        house.roles = Set.of();
        assertThatThrownBy(() -> change("ops", "{'enabled': false}")).satisfies(ClientsResourceTest.problem(403));
    }

    @Test
    void letsTheBuiltInClientBeEnabledAndDisabledAndNothingElse() throws IOException {
        var maker = new CommandLineClient(house.clients, house.audit, House.CLOCK);
        maker.make();
        maker.close();
        house.unlimited();

        assertThat(change("subrack-cli", "{'enabled': false}").getStatus()).isEqualTo(200);
        assertThat(change("subrack-cli", "{'enabled': true}").getStatus()).isEqualTo(200);
        assertThatThrownBy(() -> change("subrack-cli", "{'name': 'x'}")).satisfies(ClientsResourceTest.problem(403));
        assertThatThrownBy(() -> change("subrack-cli", "{'consentRequired': false}"))
                .satisfies(ClientsResourceTest.problem(403));
        assertThatThrownBy(() -> resource.addSecret("subrack-cli", house.request))
                .satisfies(ClientsResourceTest.problem(403));
        assertThatThrownBy(() -> resource.delete("subrack-cli", house.request))
                .satisfies(ClientsResourceTest.problem(403));
        house.stored.clear();
        assertThatThrownBy(() -> create(WEB.replace("'web'", "'subrack-cli'")))
                .satisfies(ClientsResourceTest.problem(403));
    }

    @Test
    void givesNobodyAClientWithMoreThanTheyHave() throws IOException {
        String strong =
                "{'id': 'ops', 'name': 'Ops', 'grantTypes': ['client_credentials'], 'scopes': ['platform.users']}";

        assertThatThrownBy(() -> create(strong)).satisfies(ClientsResourceTest.problem(403));
        house.scopes = Set.of("platform.clients", "platform.users");
        create(strong);
        house.scopes = Set.of("platform.clients");
        assertThatThrownBy(() -> resource.addSecret("ops", house.request)).satisfies(ClientsResourceTest.problem(403));
        assertThatThrownBy(() -> change("ops", "{'name': 'x'}")).satisfies(ClientsResourceTest.problem(403));
    }

    @Test
    void endsNothingOfAUserWithMoreRights() {
        house.beyond = true;
        var grants = new GrantsResource(house.grants, house.revocations, house.accounts, house.audit, House.CLOCK);
        var consents = new ConsentsResource(
                house.clients, house.grants, house.revocations, house.accounts, house.audit, House.CLOCK);

        assertThatThrownBy(() -> grants.revoke("g1", house.request)).satisfies(ClientsResourceTest.problem(403));
        assertThatThrownBy(() -> consents.withdraw("ada", "web", house.request))
                .satisfies(ClientsResourceTest.problem(403));
        assertThat(house.revoked).isEmpty();
    }

    private Response create(String json) throws IOException {
        return resource.create(body(json), house.request);
    }

    private Response change(String id, String json) throws IOException {
        return resource.change(id, body(json), house.request);
    }
}
