/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Something of the platform that can be measured. Registered as an OSGi service by platform bundles; read anew each time
 * that somebody looks at the metrics. Whoever measures thus needs to know no library for metrics.
 */
@ConsumerType
public interface MeasurementSource {
    /** Returns the values right now; must not wait for anything. Called from any thread. */
    List<Measurement> measurements();
}
