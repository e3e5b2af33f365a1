/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.api;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/**
 * How a bundle asks for its database. Its manifest has the header {@value #HEADER}, and a component refers to the service
 * {@code javax.sql.DataSource} with the target {@value #TARGET}:
 * <pre>{@code
 * Subrack-Data: orders;migrations="db/migration"
 *
 * @Activate
 * public Orders(@Reference(target = DataSources.TARGET) DataSource database) { … }
 * }</pre>
 * Each bundle gets a data source of its own. Its connections see the bundle's schema and no other, and the first one is
 * given out only when all migrations of the bundle are applied.
 */
public final class DataSources {
    /**
     * The manifest header: the schema's name, or {@value #DERIVED} to derive it from the symbolic name, and optionally
     * {@value #MIGRATIONS}. A name has 1 to {@value #MAX_NAME_CHARS} characters: lower-case letters, digits and
     * underscores, the first one a letter.
     */
    public static final String HEADER = "Subrack-Data";

    /** The attribute of the header that says where the bundle keeps its migrations; by default {@value #DEFAULT_MIGRATIONS}. */
    public static final String MIGRATIONS = "migrations";

    public static final String DEFAULT_MIGRATIONS = "db/migration";

    /** Instead of a name: derive it from the symbolic name, {@code com.acme.orders} as {@code com_acme_orders}. */
    public static final String DERIVED = "*";

    public static final int MAX_NAME_CHARS = 48;

    /** The service property of the data sources that Subrack gives out; its value is {@code true}. */
    public static final String PROPERTY = "io.subrack.data";

    /** The target of a reference to such a data source. */
    public static final String TARGET = "(" + PROPERTY + "=true)";

    /** The kind of the contribution that a plan shows for a schema. */
    public static final String CONTRIBUTION = "schema";

    private DataSources() {}

    /**
     * Says whether a failure means that the database cannot be used right now (it is down, cannot be reached, has no
     * connection free or no room on its disk), so that the same call may succeed later. Answer 503 then.
     */
    public static boolean isUnavailable(Throwable failure) {
        for (Throwable each = failure; each != null; each = causeOf(each)) {
            if (each instanceof SQLException sql && isUnavailable(sql)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable Throwable causeOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == failure ? null : cause;
    }

    private static boolean isUnavailable(SQLException failure) {
        String state = failure.getSQLState() == null ? "" : failure.getSQLState();
        return failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException
                || failure instanceof SQLTimeoutException
                || state.startsWith("08") // connection
                || state.startsWith("53") // resources: disk, memory, connections
                || state.startsWith("57P") // the server is stopped
                || state.startsWith("58") // I/O of the server
                || isDiskOfHsqldb(failure);
    }

    /** HSQLDB has numbers of its own: file I/O, a read-only database, and a data file that cannot grow. */
    private static boolean isDiskOfHsqldb(SQLException failure) {
        int code = Math.abs(failure.getErrorCode());
        boolean file = "S1000".equals(failure.getSQLState()) && (code == 452 || code == 466);
        return file || "25006".equals(failure.getSQLState());
    }
}
