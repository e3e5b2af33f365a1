/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.store.jdbc;

import static io.subrack.auth.store.jdbc.Samples.NOW;
import static io.subrack.auth.store.jdbc.Samples.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.UserStore;
import io.subrack.auth.spi.UserStore.Group;
import io.subrack.auth.spi.UserStore.Role;
import io.subrack.auth.spi.UserStore.SecondFactor;
import io.subrack.auth.spi.UserStore.User;
import io.subrack.data.testing.EachDatabase;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class SqlUserStoreTest {
    @EachDatabase(of = SqlUserStore.class)
    void givesBackWhatWasStored(DataSource source) {
        UserStore store = new SqlUserStore(source);

        store.create(user("ada"));

        assertThat(store.user("u-ada")).contains(user("ada"));
        assertThat(store.userByName("ADA")).contains(user("ada"));
        assertThat(store.user("nobody")).isEmpty();
    }

    @EachDatabase(of = SqlUserStore.class)
    void refusesANameThatDiffersInCaseOnly(DataSource source) {
        UserStore store = new SqlUserStore(source);
        store.create(user("ada"));

        User other = new User("u-2", "Ada", "", "", true, "", Set.of(), Set.of(), NOW, NOW, null, 0);

        assertThatThrownBy(() -> store.create(other))
                .isInstanceOf(StoreConflictException.class)
                .hasMessageContaining("Ada is taken");
        store.create(user("bob"));
        User renamed = new User("u-bob", "ADA", "", "", true, "", Set.of(), Set.of(), NOW, NOW, null, 0);
        assertThatThrownBy(() -> store.update(renamed)).isInstanceOf(StoreConflictException.class);
    }

    @EachDatabase(of = SqlUserStore.class)
    void refusesAChangeOfAnOldVersion(DataSource source) {
        UserStore store = new SqlUserStore(source);
        store.create(user("ada"));
        User changed = new User(
                "u-ada", "ada", "Countess", "", false, "", Set.of(), Set.of(), NOW, NOW, NOW.plusSeconds(5), 0);

        User stored = store.update(changed);

        assertThat(stored.version()).isEqualTo(1);
        assertThat(stored.displayName()).isEqualTo("Countess");
        assertThat(stored.notBefore()).isEqualTo(NOW.plusSeconds(5));
        assertThatThrownBy(() -> store.update(changed)).isInstanceOf(StoreConflictException.class);
    }

    @EachDatabase(of = SqlUserStore.class)
    void findsPartsOfNamesPageByPageWithoutWildcards(DataSource source) {
        UserStore store = new SqlUserStore(source);
        for (String name : List.of("ada", "bob", "carla", "d%x")) {
            store.create(user(name));
        }

        assertThat(store.users("", "", 2)).extracting(User::name).containsExactly("ada", "bob");
        assertThat(store.users("", "bob", 9)).extracting(User::name).containsExactly("carla", "d%x");
        assertThat(store.users("CARL", "", 9)).extracting(User::name).containsExactly("carla");
        assertThat(store.users("%", "", 9)).extracting(User::name).containsExactly("d%x");
    }

    @EachDatabase(of = SqlUserStore.class)
    void takesEachStepAndEachRecoveryCodeOnce(DataSource source) {
        UserStore store = new SqlUserStore(source);
        store.create(user("ada"));
        var factor = new SecondFactor("u-ada", "sealed", true, Set.of("h1", "h2"), NOW);
        store.save(factor);

        assertThat(store.secondFactor("u-ada")).contains(factor);
        assertThat(store.takeStep("u-ada", 100)).isTrue();
        assertThat(store.takeStep("u-ada", 100)).isFalse();
        assertThat(store.takeStep("u-ada", 99)).isFalse();
        assertThat(store.takeRecoveryCode("u-ada", "h1")).isTrue();
        assertThat(store.takeRecoveryCode("u-ada", "h1")).isFalse();
        store.save(new SecondFactor("u-ada", "sealed", true, Set.of(), NOW));
        assertThat(store.takeStep("u-ada", 100)).isFalse();
        assertThat(store.removeSecondFactor("u-ada")).isTrue();
        assertThat(store.secondFactor("u-ada")).isEmpty();
    }

    @EachDatabase(of = SqlUserStore.class)
    void letsOneOfManyTakeAStep(DataSource source) throws Exception {
        UserStore store = new SqlUserStore(source);
        store.create(user("ada"));
        store.save(new SecondFactor("u-ada", "sealed", true, Set.of(), NOW));

        assertThat(Samples.atOnce(8, i -> store.takeStep("u-ada", 7)))
                .filteredOn(won -> won)
                .hasSize(1);
    }

    @EachDatabase(of = SqlUserStore.class)
    void letsOneOfManyClaim(DataSource source) throws Exception {
        UserStore store = new SqlUserStore(source);

        List<Boolean> won = Samples.atOnce(20, i -> store.claim(user("admin" + i)));

        assertThat(won).filteredOn(each -> each).hasSize(1);
        assertThat(store.users("", "", 50)).hasSize(1);
        assertThat(store.claimed()).isTrue();
        assertThat(store.claim(user("late"))).isFalse();
    }

    @EachDatabase(of = SqlUserStore.class)
    void keepsRolesAndGroups(DataSource source) {
        UserStore store = new SqlUserStore(source);
        var role = new Role("shop", "Sells", Set.of("orders.read", "orders.write"), false);
        var group = new Group("staff", "All", Set.of("shop"));
        store.save(role);
        store.save(group);
        store.save(new Role("shop", "Sells more", Set.of("orders.read"), false));

        assertThat(store.roles()).containsExactly(new Role("shop", "Sells more", Set.of("orders.read"), false));
        assertThat(store.groups()).containsExactly(group);
        assertThat(store.deleteRole("shop")).isTrue();
        assertThat(store.deleteGroup("staff")).isTrue();
        assertThat(store.deleteGroup("staff")).isFalse();
    }

    @Test
    void saysThatItCannotBeUsed() {
        UserStore store = new SqlUserStore(Samples.failing(new SQLTransientConnectionException("no connection free")));

        assertThatThrownBy(store::claimed)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("no connection free");
    }

    @Test
    void givesUpOnTransactionsThatCollideAllTheTime() {
        UserStore store = new SqlUserStore(Samples.failing(new SQLTransactionRollbackException("deadlock", "40001")));

        assertThatThrownBy(store::claimed).isInstanceOf(StoreUnavailableException.class);
    }
}
