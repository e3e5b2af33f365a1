/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.subrack.console;

import org.jspecify.annotations.NullMarked;
