/* SPDX-License-Identifier: Apache-2.0 */
/** How a bundle asks for a database schema of its own, and how an admin looks after them. */
@Export
@NullMarked
@Version("1.0.0")
package io.subrack.data.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
