/* SPDX-License-Identifier: Apache-2.0 */
/** Boots the real kernel inside a test. Not a bundle, never part of a distribution. */
@NullMarked
package io.subrack.kernel.testing;

import org.jspecify.annotations.NullMarked;
