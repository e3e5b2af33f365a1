/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;

/** A process that commits numbers into a table and tells each one when it is committed, until it is killed. */
final class Committer {
    static final DataRequest REQUEST = new DataRequest("com.acme.numbers", new SchemaName("numbers"), "none");
    static final Scripts SCRIPTS =
            Scripts.of(Map.of("V1__numbers.sql", "CREATE TABLE n (x BIGINT PRIMARY KEY, y TEXT);"));

    private Committer() {}

    public static void main(String[] arguments) throws Exception {
        var host = SchemaHost.of(Settings.embedded(Path.of(arguments[0])));
        var source = host.open(REQUEST, () -> SCRIPTS).dataSource();
        String padding = "x".repeat(Integer.parseInt(arguments[2]));
        for (long x = Long.parseLong(arguments[1]); ; x++) {
            try (Connection connection = source.getConnection();
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO n VALUES (?, ?)")) {
                insert.setLong(1, x);
                insert.setString(2, padding);
                insert.executeUpdate();
                System.out.println(x);
            } catch (SQLException e) {
                System.out.println("failed " + x + " " + e.getMessage());
                System.exit(3);
            }
        }
    }
}
