/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.store.jdbc;

import static io.subrack.auth.store.jdbc.Samples.NOW;
import static io.subrack.auth.store.jdbc.Samples.client;
import static io.subrack.auth.store.jdbc.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.auth.spi.ClientStore;
import io.subrack.auth.spi.ClientStore.Client;
import io.subrack.auth.spi.ClientStore.Consent;
import io.subrack.auth.spi.ClientStore.Secret;
import io.subrack.auth.spi.StoreConflictException;
import io.subrack.data.testing.EachDatabase;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

class SqlClientStoreTest {
    private static Client withSecrets(Client client, boolean enabled, Secret... secrets) {
        return new Client(
                client.id(),
                client.name(),
                enabled,
                client.authentication(),
                client.redirectUris(),
                List.of("https://a.example/bye"),
                client.origins(),
                client.grantTypes(),
                client.scopes(),
                List.of(secrets),
                "{\"keys\":[]}",
                client.pkceRequired(),
                client.consentRequired(),
                client.idTokenAlgorithm(),
                client.created(),
                NOW,
                client.version());
    }

    @EachDatabase(of = SqlClientStore.class)
    void givesBackWhatWasStored(DataSource source) {
        ClientStore store = new SqlClientStore(source);
        store.create(client("shop"));

        assertThat(store.client("shop")).contains(client("shop"));
        assertThat(store.client("other")).isEmpty();
        assertThatThrownBy(() -> store.create(client("shop"))).isInstanceOf(StoreConflictException.class);
    }

    @EachDatabase(of = SqlClientStore.class)
    void changesAllPartsOfAClientAtOnce(DataSource source) {
        ClientStore store = new SqlClientStore(source);
        store.create(client("shop"));
        var one = new Secret("1", "hash1", NOW, NOW.plusSeconds(60));
        var two = new Secret("2", "hash2", NOW.plusSeconds(1), null);
        Client wanted = withSecrets(client("shop"), true, one, two);

        Client stored = store.update(wanted);

        assertThat(stored.secrets()).containsExactly(one, two);
        assertThat(stored.jwks()).isEqualTo("{\"keys\":[]}");
        assertThat(stored.postLogoutRedirectUris()).containsExactly("https://a.example/bye");
        assertThat(stored.version()).isEqualTo(1);
        assertThatThrownBy(() -> store.update(wanted)).isInstanceOf(StoreConflictException.class);
    }

    @EachDatabase(of = SqlClientStore.class)
    void knowsTheOriginsOfEnabledClients(DataSource source) {
        ClientStore store = new SqlClientStore(source);
        store.create(client("shop"));

        assertThat(store.originAllowed("https://a.example")).isTrue();
        assertThat(store.originAllowed("https://b.example")).isFalse();
        store.update(withSecrets(client("shop"), false));
        assertThat(store.originAllowed("https://a.example")).isFalse();
    }

    @EachDatabase(of = SqlClientStore.class)
    void addsUpWhatAUserAllows(DataSource source) {
        new SqlUserStore(source).create(user("ada"));
        ClientStore store = new SqlClientStore(source);
        store.create(client("shop"));

        store.allow("u-ada", "shop", Set.of("openid"), NOW);
        store.allow("u-ada", "shop", Set.of("orders.read"), NOW.plusSeconds(1));

        assertThat(store.consent("u-ada", "shop")).containsExactlyInAnyOrder("openid", "orders.read");
        assertThat(store.consents("u-ada"))
                .containsExactly(new Consent("u-ada", "shop", Set.of("openid", "orders.read"), NOW.plusSeconds(1)));
        assertThat(store.withdrawConsent("u-ada", "shop")).isTrue();
        assertThat(store.consent("u-ada", "shop")).isEmpty();
    }

    @EachDatabase(of = SqlClientStore.class)
    void listsAndDeletes(DataSource source) {
        ClientStore store = new SqlClientStore(source);
        for (String id : List.of("c", "a", "b")) {
            store.create(client(id));
        }

        assertThat(store.clients("", "a", 1)).extracting(Client::id).containsExactly("b");
        assertThat(store.clients("client C", "", 9)).extracting(Client::id).containsExactly("c");
        assertThat(store.deleteClient("a")).isTrue();
        assertThat(store.deleteClient("a")).isFalse();
        assertThat(store.clients("", "", 9)).extracting(Client::id).containsExactly("b", "c");
    }
}
