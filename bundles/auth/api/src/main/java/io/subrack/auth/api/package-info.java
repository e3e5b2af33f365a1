/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What a capability bundle knows of authentication and authorization: who calls, what an operation demands, and how to
 * call another bundle.
 */
@Export
@NullMarked
@Version("1.0.0")
package io.subrack.auth.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
