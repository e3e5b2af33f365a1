/* SPDX-License-Identifier: Apache-2.0 */
/** What bundles contribute to the console, and how a build checks it. Source of truth: contribution-1.schema.json. */
@Export
@NullMarked
@Version("1.0.0")
package io.subrack.pages.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
