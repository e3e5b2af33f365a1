/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.store.jdbc;

import io.subrack.auth.spi.StoreConflictException;
import io.subrack.auth.spi.UserStore;
import io.subrack.auth.store.jdbc.Sql.Row;
import io.subrack.auth.store.jdbc.Sql.Transaction;
import io.subrack.data.api.DataSources;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Users in SQL. */
@Component
public final class SqlUserStore implements UserStore {
    private static final int CLAIM = 1;

    private final Sql sql;

    @Activate
    public SqlUserStore(@Reference(target = DataSources.TARGET) DataSource source) {
        sql = new Sql(source);
    }

    @Override
    public Optional<User> user(String id) {
        return sql.transaction(in -> in.first(SqlUserStore::user, "SELECT * FROM account WHERE id = ?", id));
    }

    @Override
    public Optional<User> userByName(String name) {
        return sql.transaction(
                in -> in.first(SqlUserStore::user, "SELECT * FROM account WHERE name_key = ?", key(name)));
    }

    @Override
    public List<User> users(String query, String afterName, int limit) {
        String pattern = Patterns.containing(query);
        return sql.transaction(in -> in.list(
                SqlUserStore::user,
                "SELECT * FROM account WHERE name_key > ? AND (name_key LIKE ? ESCAPE '!'"
                        + " OR LOWER(display_name) LIKE ? ESCAPE '!' OR LOWER(email) LIKE ? ESCAPE '!')"
                        + " ORDER BY name_key LIMIT ?",
                key(afterName),
                pattern,
                pattern,
                pattern,
                limit));
    }

    @Override
    public void create(User user) {
        sql.transaction(in -> {
            insert(in, user);
            return user;
        });
    }

    @Override
    public User update(User user) {
        return sql.transaction(in -> {
            int changed = rename(in, user);
            if (changed == 0) {
                throw new StoreConflictException("the user " + user.name() + " was changed by somebody else meanwhile");
            }
            return in.first(SqlUserStore::user, "SELECT * FROM account WHERE id = ?", user.id())
                    .orElseThrow();
        });
    }

    private static int rename(Transaction in, User user) throws SQLException {
        return in.unique(
                () -> taken(user),
                "UPDATE account SET name = ?, name_key = ?, display_name = ?, email = ?, enabled = ?, password_hash = ?,"
                        + " roles = ?, member_of = ?, password_changed = ?, not_before = ?, version = version + 1"
                        + " WHERE id = ? AND version = ?",
                user.name(),
                key(user.name()),
                user.displayName(),
                user.email(),
                user.enabled(),
                user.passwordHash(),
                new TreeSet<>(user.roles()),
                new TreeSet<>(user.groups()),
                user.passwordChanged(),
                user.notBefore(),
                user.id(),
                user.version());
    }

    private static String taken(User user) {
        return "the user name " + user.name() + " is taken";
    }

    @Override
    public boolean deleteUser(String id) {
        return sql.transaction(in -> in.update("DELETE FROM account WHERE id = ?", id) > 0);
    }

    @Override
    public Optional<SecondFactor> secondFactor(String userId) {
        return sql.transaction(in -> {
            Set<String> hashes = new LinkedHashSet<>(in.list(
                    row -> row.text("hash"),
                    "SELECT hash FROM recovery_code WHERE account_id = ? ORDER BY hash",
                    userId));
            return in.first(
                    row -> new SecondFactor(
                            userId, row.text("sealed_secret"), row.flag("confirmed"), hashes, row.time("created")),
                    "SELECT * FROM second_factor WHERE account_id = ?",
                    userId);
        });
    }

    @Override
    public void save(SecondFactor factor) {
        sql.transaction(in -> {
            String secret = factor.sealedSecret();
            int changed = in.update(
                    "UPDATE second_factor SET last_step = CASE WHEN sealed_secret = ? THEN last_step ELSE 0 END,"
                            + " sealed_secret = ?, confirmed = ?, created = ? WHERE account_id = ?",
                    secret,
                    secret,
                    factor.confirmed(),
                    factor.created(),
                    factor.userId());
            if (changed == 0) {
                in.insertOrRetry(
                        "INSERT INTO second_factor (account_id, sealed_secret, confirmed, created, last_step)"
                                + " VALUES (?, ?, ?, ?, 0)",
                        factor.userId(),
                        secret,
                        factor.confirmed(),
                        factor.created());
            }
            in.update("DELETE FROM recovery_code WHERE account_id = ?", factor.userId());
            for (String hash : factor.recoveryHashes()) {
                in.insertOrRetry("INSERT INTO recovery_code (account_id, hash) VALUES (?, ?)", factor.userId(), hash);
            }
            return factor;
        });
    }

    @Override
    public boolean removeSecondFactor(String userId) {
        return sql.transaction(in -> {
            in.update("DELETE FROM recovery_code WHERE account_id = ?", userId);
            return in.update("DELETE FROM second_factor WHERE account_id = ?", userId) > 0;
        });
    }

    @Override
    public boolean takeStep(String userId, long step) {
        return sql.transaction(in -> in.update(
                        "UPDATE second_factor SET last_step = ? WHERE account_id = ? AND last_step < ?",
                        step,
                        userId,
                        step)
                > 0);
    }

    @Override
    public boolean takeRecoveryCode(String userId, String hash) {
        return sql.transaction(
                in -> in.update("DELETE FROM recovery_code WHERE account_id = ? AND hash = ?", userId, hash) > 0);
    }

    @Override
    public List<Role> roles() {
        return sql.transaction(in -> in.list(
                row -> new Role(row.text("name"), row.text("description"), row.lineSet("scopes"), row.flag("built_in")),
                "SELECT * FROM account_role ORDER BY name"));
    }

    @Override
    public void save(Role role) {
        sql.transaction(in -> {
            Set<String> scopes = new TreeSet<>(role.scopes());
            int changed = in.update(
                    "UPDATE account_role SET description = ?, scopes = ?, built_in = ? WHERE name = ?",
                    role.description(),
                    scopes,
                    role.builtIn(),
                    role.name());
            if (changed == 0) {
                in.insertOrRetry(
                        "INSERT INTO account_role (name, description, scopes, built_in) VALUES (?, ?, ?, ?)",
                        role.name(),
                        role.description(),
                        scopes,
                        role.builtIn());
            }
            return role;
        });
    }

    @Override
    public boolean deleteRole(String name) {
        return sql.transaction(in -> in.update("DELETE FROM account_role WHERE name = ?", name) > 0);
    }

    @Override
    public List<Group> groups() {
        return sql.transaction(in -> in.list(
                row -> new Group(row.text("name"), row.text("description"), row.lineSet("roles")),
                "SELECT * FROM account_group ORDER BY name"));
    }

    @Override
    public void save(Group group) {
        sql.transaction(in -> {
            Set<String> roles = new TreeSet<>(group.roles());
            int changed = in.update(
                    "UPDATE account_group SET description = ?, roles = ? WHERE name = ?",
                    group.description(),
                    roles,
                    group.name());
            if (changed == 0) {
                in.insertOrRetry(
                        "INSERT INTO account_group (name, description, roles) VALUES (?, ?, ?)",
                        group.name(),
                        group.description(),
                        roles);
            }
            return group;
        });
    }

    @Override
    public boolean deleteGroup(String name) {
        return sql.transaction(in -> in.update("DELETE FROM account_group WHERE name = ?", name) > 0);
    }

    @Override
    public boolean claimed() {
        return sql.transaction(SqlUserStore::claimed);
    }

    @Override
    public boolean claim(User first) {
        return sql.transaction(in -> {
            if (claimed(in)) {
                return false;
            }
            in.insertOrRetry("INSERT INTO installation (id, claimed) VALUES (?, ?)", CLAIM, first.created());
            insert(in, first);
            return true;
        });
    }

    private static boolean claimed(Transaction in) throws SQLException {
        return in.first(row -> row.number("id"), "SELECT id FROM installation WHERE id = ?", CLAIM)
                .isPresent();
    }

    private static void insert(Transaction in, User user) throws SQLException {
        in.unique(
                () -> taken(user),
                "INSERT INTO account (id, name, name_key, display_name, email, enabled, password_hash, roles, member_of,"
                        + " created, password_changed, not_before, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                user.id(),
                user.name(),
                key(user.name()),
                user.displayName(),
                user.email(),
                user.enabled(),
                user.passwordHash(),
                new TreeSet<>(user.roles()),
                new TreeSet<>(user.groups()),
                user.created(),
                user.passwordChanged(),
                user.notBefore(),
                user.version());
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static User user(Row row) throws SQLException {
        Instant notBefore = row.timeOrNull("not_before");
        return new User(
                row.text("id"),
                row.text("name"),
                row.text("display_name"),
                row.text("email"),
                row.flag("enabled"),
                row.text("password_hash"),
                row.lineSet("roles"),
                row.lineSet("member_of"),
                row.time("created"),
                row.time("password_changed"),
                notBefore,
                row.number("version"));
    }
}
