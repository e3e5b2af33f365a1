/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.spi.DeploymentParticipant;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;

/**
 * What the engine is made of, as its work needs it.
 *
 * @param settings as configured now
 * @param participants those there are now
 * @param explain says of a bundle of the set why it cannot be wired, in the words of a plan; empty if it has none
 * @param configuration the revision of the configuration, for the sets to come
 * @param stopping whether the platform is being ended
 */
record EngineParts(
        BundleContext context,
        DeploymentStore store,
        Instances instances,
        StagingHooks hooks,
        Purge purge,
        LeakWatch leaks,
        Components components,
        Supplier<EngineSettings> settings,
        Supplier<List<DeploymentParticipant>> participants,
        Function<String, List<String>> explain,
        LongSupplier configuration,
        BooleanSupplier stopping) {}
