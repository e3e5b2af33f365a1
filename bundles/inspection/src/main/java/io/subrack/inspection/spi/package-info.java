/**
 * What an admin can see of the framework: bundles, components, services, how they hang together, and why something is
 * not running. The records are what the management API answers; every text in them that comes from a bundle is a
 * stranger's, bounded in length and to be escaped wherever it is shown.
 */
@Export
@NullMarked
@Version("1.0.0")
package io.subrack.inspection.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
