/* SPDX-License-Identifier: Apache-2.0 */
/** The databases of the platform for tests. Never deployed. */
@NullMarked
package io.subrack.data.testing;

import org.jspecify.annotations.NullMarked;
