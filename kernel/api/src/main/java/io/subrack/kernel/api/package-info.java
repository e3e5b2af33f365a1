/* SPDX-License-Identifier: Apache-2.0 */
/** What every bundle may know of the kernel: deployment sets, plans, deployments and how they fail. */
@Export
@NullMarked
@Version("1.2.0")
package io.subrack.kernel.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
