/* SPDX-License-Identifier: Apache-2.0 */
/** Backups and restores of everything, and what a supporter needs to see. Over HTTP and, for restores, without a platform. */
@NullMarked
package io.subrack.maintenance;

import org.jspecify.annotations.NullMarked;
