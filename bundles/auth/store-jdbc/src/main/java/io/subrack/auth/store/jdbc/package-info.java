/* SPDX-License-Identifier: Apache-2.0 */
/** The stores of central auth in SQL that HSQLDB and PostgreSQL both understand. */
@NullMarked
package io.subrack.auth.store.jdbc;

import org.jspecify.annotations.NullMarked;
