/* SPDX-License-Identifier: Apache-2.0 */
/** How platform bundles take part in deployments, and what they tell each other of jobs, events, metrics and traffic. */
@Export
@NullMarked
@Version("1.4.0")
package io.subrack.kernel.spi;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
