/* SPDX-License-Identifier: Apache-2.0 */
/** The deployment engine: plan, stage, probe, switch, watch, commit or undo. */
@NullMarked
package io.subrack.kernel.deployment;

import org.jspecify.annotations.NullMarked;
