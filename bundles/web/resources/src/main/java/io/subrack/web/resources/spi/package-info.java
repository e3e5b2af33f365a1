/* SPDX-License-Identifier: Apache-2.0 */
/** What the modules of the management API share, so that a list, a query or an entity tag is the same in each. */
@Export
@NullMarked
@Version("1.0.0")
package io.subrack.web.resources.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
