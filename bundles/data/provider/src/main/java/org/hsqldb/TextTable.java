/* SPDX-License-Identifier: Apache-2.0 */
package org.hsqldb;

import org.hsqldb.HsqlNameManager.HsqlName;
import org.hsqldb.error.Error;
import org.hsqldb.error.ErrorCode;

/**
 * Takes the place of HSQLDB's class of the same name, so that there are no text tables: through them any user of the
 * database can read and write any file of this process, and HSQLDB 2.7.4 has no setting against it.
 */
public final class TextTable extends Table {
    TextTable(Database database, HsqlName name, int type) {
        super(database, name, type);
        throw Error.error(ErrorCode.X_0A000, "text tables");
    }
}
