/* SPDX-License-Identifier: Apache-2.0 */
/** The configuration of all bundles as an admin sees and changes it. */
@Export
@NullMarked
@Version("1.0.0")
package io.subrack.config.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
