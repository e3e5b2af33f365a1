/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;

/** The one database in which all schemas are. Nothing is opened before it is needed. Thread-safe. */
interface Database extends AutoCloseable {
    /** Returns the folder of migrations that are for this kind of database alone. */
    String dialect();

    /** Returns what it is and where, without secrets. */
    String describe();

    /** Says whether a failed migration leaves nothing behind. */
    boolean undoesFailedMigrations();

    /** Returns a new connection of the one who may do everything. */
    Connection administer() throws SQLException;

    /**
     * Makes the schema and its user unless they are there.
     *
     * @return whether they were made
     * @throws SchemaTakenException if another bundle owns the schema
     */
    boolean prepare(SchemaName schema, String bundle) throws SQLException;

    /** Returns new connections to a schema that was prepared; they are not pooled. */
    DataSource source(SchemaName schema);

    /** Returns how the database itself calls the schema. */
    String inside(SchemaName schema);

    List<Entry> entries() throws SQLException;

    /** Deletes a schema with all that is in it. */
    void drop(SchemaName schema) throws SQLException;

    /** Returns the size in bytes, or -1. */
    long size(SchemaName schema) throws SQLException;

    /** Writes a copy into a new directory. */
    void copyTo(Path directory) throws SQLException, IOException;

    /** Ends all connections if what they see is not what is on disk. Returns whether there were such. */
    default boolean mend() {
        return false;
    }

    /** Has all that was committed on disk in good order. */
    @Override
    void close();

    /**
     * A schema that was made.
     *
     * @param schema its name
     * @param bundle symbolic name of its owner
     * @param created when
     */
    record Entry(SchemaName schema, String bundle, Instant created) {}

    /** The schema belongs to another bundle. */
    final class SchemaTakenException extends SQLException {
        private static final long serialVersionUID = 1L;

        SchemaTakenException(SchemaName schema, String owner, String bundle) {
            super(
                    "the schema " + schema + " belongs to " + owner + ": " + bundle
                            + " must name another one in its header Subrack-Data",
                    "42501");
        }
    }
}
