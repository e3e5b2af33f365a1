/* SPDX-License-Identifier: Apache-2.0 */
/** Drives Subrack from outside, as its users do: a process, files, HTTP. */
@NullMarked
package io.subrack.tests.system;

import org.jspecify.annotations.NullMarked;
