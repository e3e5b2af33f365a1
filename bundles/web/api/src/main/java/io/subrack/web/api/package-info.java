/* SPDX-License-Identifier: Apache-2.0 */
/** What any bundle may know of the front door: its problem types and what it tells a request's handler. */
@Export
@NullMarked
@Version("1.4.0")
package io.subrack.web.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
