/** How the platform writes down who did what, and how that is read and verified. */
@Export
@NullMarked
@Version("1.1.0")
package io.subrack.audit.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
