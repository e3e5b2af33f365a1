/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.hsqldb.Database;
import org.hsqldb.HsqlException;
import org.hsqldb.Session;
import org.hsqldb.error.Error;
import org.hsqldb.error.ErrorCode;
import org.hsqldb.jdbc.JDBCConnection;
import org.hsqldb.lib.SimpleLog;

/**
 * Fails commits that could not be written. HSQLDB 2.7.4 tells nobody but its own log of them, and acknowledges what is
 * gone at the next start; so we are its log.
 */
final class CommitWatch extends SimpleLog {
    /** How it calls what must not pass: rows, the end of a transaction, and both of them on disk. */
    private static final List<String> UNWRITTEN =
            List.of("data commit failed", "data commit logging failed", "ScriptWriter synch error");

    private final Runnable told;

    private CommitWatch(Runnable told) {
        super(null, LOG_NONE, false);
        this.told = told;
    }

    /** @param told hears of the database whose memory and files differ from now on */
    static void over(Connection connection, Consumer<Database> told) throws SQLException {
        Session session = (Session) connection.unwrap(JDBCConnection.class).getSession();
        Database database = session.getDatabase();
        database.logger.appLog = new CommitWatch(() -> told.accept(database));
    }

    /** Lets a database be closed that cannot write the rest of its log. */
    static void end(Database database) {
        database.logger.appLog = new SimpleLog(null, LOG_NONE, false);
    }

    @Override
    public synchronized void logContext(Throwable failure, String message, int atLevel) {
        if (message != null && UNWRITTEN.stream().anyMatch(message::startsWith)) {
            told.run();
            throw failure instanceof HsqlException known
                    ? known
                    : Error.error(failure, ErrorCode.FILE_IO_ERROR, message);
        }
    }
}
