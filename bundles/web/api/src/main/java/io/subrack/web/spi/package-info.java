/* SPDX-License-Identifier: Apache-2.0 */
/** How platform bundles mount handlers at the front door and watch its requests. */
@Export
@NullMarked
@Version("1.1.0")
package io.subrack.web.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
