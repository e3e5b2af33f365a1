/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Says what is wrong with a configuration beyond what its metatype says, before it is taken. Registered as an OSGi service
 * by the bundle that reads the configuration, with the property {@value #PID_PROPERTY}.
 *
 * <p>Those of the platform are asked before each start, too, when there are no services yet: they are components with a
 * public constructor without parameters, and need no bundle context.
 */
@ConsumerType
public interface ConfigurationCheck {
    /** The service property with the PID, or the factory PID. */
    String PID_PROPERTY = "subrack.configuration.pid";

    /**
     * The property of a component that takes changes while it runs, with the value {@code live}. Changes for other
     * components of the platform count from the next start.
     */
    String LIVE_PROPERTY = "subrack.configuration";

    /**
     * Returns what is wrong, as sentences that name the key, the value and the rule; empty if all is well.
     *
     * @param values all values that would count; references to secrets are not resolved
     */
    List<String> faults(Map<String, Object> values);
}
