/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.testing;

/** The databases that Subrack runs on. */
public enum DatabaseKind {
    HSQLDB,
    POSTGRESQL
}
