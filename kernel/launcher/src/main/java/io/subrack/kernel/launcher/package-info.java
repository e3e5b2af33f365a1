/* SPDX-License-Identifier: Apache-2.0 */
/** Boots the platform: configuration, data directory, framework, platform bundles, and the way down again. */
@NullMarked
package io.subrack.kernel.launcher;

import org.jspecify.annotations.NullMarked;
