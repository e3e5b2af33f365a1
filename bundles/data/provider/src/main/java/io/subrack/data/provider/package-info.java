/* SPDX-License-Identifier: Apache-2.0 */
/** Schemas, pools and migrations: HSQLDB in the data directory, or a PostgreSQL server. */
@NullMarked
package io.subrack.data.provider;

import org.jspecify.annotations.NullMarked;
