/* SPDX-License-Identifier: Apache-2.0 */
/** How the platform's own bundles divide central auth among them. Capability bundles do not see this package. */
@Export
@NullMarked
@Version("1.0.0")
package io.subrack.auth.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
