/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What others may rely on of the inventory. Only this package is exported; its version moves when it changes, not with
 * the bundles that implement it.
 */
@Export
@Version("1.0.0")
package io.subrack.examples.inventory.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
