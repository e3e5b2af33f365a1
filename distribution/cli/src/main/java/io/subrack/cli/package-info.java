/* SPDX-License-Identifier: Apache-2.0 */
/** The command line: a plain client of the management API, with the powers of whoever logs in. */
@NullMarked
package io.subrack.cli;

import org.jspecify.annotations.NullMarked;
