/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.store.jdbc;

import static io.subrack.auth.store.jdbc.Samples.NOW;
import static io.subrack.auth.store.jdbc.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.auth.spi.KeyStore;
import io.subrack.auth.spi.KeyStore.ServiceAccount;
import io.subrack.auth.spi.KeyStore.StoredKey;
import io.subrack.auth.spi.SessionStore;
import io.subrack.auth.spi.SessionStore.ApiToken;
import io.subrack.auth.spi.SessionStore.Failures;
import io.subrack.auth.spi.SessionStore.Session;
import io.subrack.auth.spi.StoreConflictException;
import io.subrack.data.testing.EachDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

class SqlSessionAndKeyStoreTest {
    private static Session session(String id, Instant lastUsed) {
        return new Session(
                id, "u-ada", NOW, NOW, List.of("pwd"), lastUsed, NOW.plusSeconds(3600), "192.0.2.1", "Browser");
    }

    private static ApiToken token(String id, String name) {
        return new ApiToken(id, "hash-" + id, "u-ada", name, Set.of("platform.read"), NOW, NOW.plusSeconds(60), null);
    }

    private static StoredKey key(String kid, @Nullable Instant retired) {
        return new StoredKey(kid, "ES256", "{}", "sealed", NOW, NOW.plusSeconds(1), retired, null);
    }

    @EachDatabase(of = SqlSessionStore.class)
    void keepsSessionsUntilTheyAreOver(DataSource source) {
        new SqlUserStore(source).create(user("ada"));
        SessionStore store = new SqlSessionStore(source);
        store.save(session("s1", NOW));
        store.save(session("s2", NOW));

        store.touch(List.of(session("s1", NOW.plusSeconds(9)), session("gone", NOW)));

        assertThat(store.sessions(NOW)).containsExactly(session("s1", NOW.plusSeconds(9)), session("s2", NOW));
        assertThat(store.deleteSessions("u-ada", "s1")).containsExactly("s2");
        assertThat(store.deleteSession("s1")).isTrue();
        assertThat(store.deleteSession("s1")).isFalse();
        store.save(session("s3", NOW));
        assertThat(store.sessions(NOW.plusSeconds(3600))).isEmpty();
    }

    @EachDatabase(of = SqlSessionStore.class)
    void endsWhatBelongsToADeletedUser(DataSource source) {
        var users = new SqlUserStore(source);
        users.create(user("ada"));
        SessionStore store = new SqlSessionStore(source);
        store.save(session("s1", NOW));
        store.create(token("t1", "ci"));

        assertThat(users.deleteUser("u-ada")).isTrue();

        assertThat(store.sessions(NOW)).isEmpty();
        assertThat(store.apiTokens()).isEmpty();
    }

    @EachDatabase(of = SqlSessionStore.class)
    void keepsApiTokens(DataSource source) {
        new SqlUserStore(source).create(user("ada"));
        SessionStore store = new SqlSessionStore(source);
        store.create(token("t1", "ci"));

        assertThatThrownBy(() -> store.create(token("t2", "ci"))).isInstanceOf(StoreConflictException.class);
        assertThat(store.apiTokens()).containsExactly(token("t1", "ci"));
        store.touchApiToken("t1", NOW.plusSeconds(5));
        assertThat(store.apiTokens().get(0).lastUsed()).isEqualTo(NOW.plusSeconds(5));
        assertThat(store.deleteApiToken("t1")).isTrue();
        assertThat(store.deleteApiToken("t1")).isFalse();
    }

    @EachDatabase(of = SqlKeyStore.class)
    void keepsKeysAndTheirTimes(DataSource source) {
        KeyStore store = new SqlKeyStore(source);
        store.save(List.of(key("k1", null)));
        store.save(List.of(key("k1", NOW), key("k2", null)));

        assertThat(store.keys()).containsExactly(key("k1", NOW), key("k2", null));
    }

    @EachDatabase(of = SqlKeyStore.class)
    void keepsTheLaterRevocation(DataSource source) {
        KeyStore store = new SqlKeyStore(source);
        store.revoke("t", NOW.plusSeconds(20));
        store.revoke("t", NOW.plusSeconds(10));
        store.revoke("old", NOW);
        store.notBefore("subject:ada", NOW);
        store.notBefore("subject:ada", NOW.minusSeconds(10));
        store.notBefore("subject:ada", NOW.plusSeconds(1));

        assertThat(store.revoked(NOW)).containsOnlyKeys("t").containsEntry("t", NOW.plusSeconds(20));
        assertThat(store.notBefore()).containsEntry("subject:ada", NOW.plusSeconds(1));
        store.purge(NOW);
        assertThat(store.revoked(NOW.minusSeconds(100))).containsOnlyKeys("t");
    }

    @EachDatabase(of = SqlKeyStore.class)
    void keepsServiceAccounts(DataSource source) {
        KeyStore store = new SqlKeyStore(source);
        store.save(new ServiceAccount("com.acme.orders", Set.of("inventory.read"), NOW, null));
        store.save(new ServiceAccount("com.acme.orders", Set.of(), NOW, NOW));

        assertThat(store.serviceAccounts()).containsExactly(new ServiceAccount("com.acme.orders", Set.of(), NOW, NOW));
    }

    @EachDatabase(of = SqlSessionStore.class)
    void keepsHowOftenLoginsFailed(DataSource source) {
        SessionStore store = new SqlSessionStore(source);

        store.keep(List.of(
                new Failures("a", 3, NOW), new Failures("b", 1, NOW), new Failures("c", 9, NOW.minusSeconds(99))));
        store.keep(List.of(
                new Failures("a", 4, NOW.plusSeconds(1)), new Failures("b", 0, NOW), new Failures("d", 0, NOW)));

        assertThat(store.failures(NOW.minusSeconds(9))).containsExactly(new Failures("a", 4, NOW.plusSeconds(1)));
        assertThat(store.failures(NOW.minusSeconds(999))).hasSize(1);
    }
}
