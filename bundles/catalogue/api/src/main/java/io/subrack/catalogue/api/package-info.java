/* SPDX-License-Identifier: Apache-2.0 */
/** The repositories that bundles come from, what is in them, and how it gets into the artifact store. */
@Export
@NullMarked
@Version("1.0.0")
package io.subrack.catalogue.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
