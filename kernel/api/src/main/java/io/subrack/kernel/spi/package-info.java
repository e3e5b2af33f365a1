/* SPDX-License-Identifier: Apache-2.0 */
/** How a platform bundle takes part in deployments: the front door, the data layer and others are plugged in here. */
@Export
@NullMarked
@Version("1.1.0")
package io.subrack.kernel.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
