/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.osgi.framework.Bundle;

/**
 * What readers see of the engine: immutable, replaced in one write.
 *
 * @param set the current set
 * @param installed the instance of each bundle of the set, by symbolic name
 * @param running the deployments that wait or run, oldest first, by id
 * @param booted whether each bundle of the set was given its start
 */
record EngineState(
        DeploymentSet set, Map<String, Installed> installed, Map<String, Deployment> running, boolean booted) {
    EngineState {
        installed = Collections.unmodifiableMap(installed);
        running = Collections.unmodifiableMap(running);
    }

    EngineState with(DeploymentSet newSet, Map<String, Installed> newInstalled) {
        return new EngineState(newSet, new HashMap<>(newInstalled), running, booted);
    }

    /** Keeps what is wrong with an instance, unless another has taken its place meanwhile. */
    EngineState withFault(String symbolicName, Installed faulty) {
        Installed now = installed.get(symbolicName);
        if (now == null || !Objects.equals(now.bundle(), faulty.bundle())) {
            return this;
        }
        Map<String, Installed> changed = new HashMap<>(installed);
        changed.put(symbolicName, faulty);
        return new EngineState(set, changed, running, booted);
    }

    EngineState with(Deployment deployment) {
        Map<String, Deployment> changed = new LinkedHashMap<>(running);
        changed.put(deployment.id(), deployment);
        return new EngineState(set, installed, changed, booted);
    }

    EngineState without(String deploymentId) {
        Map<String, Deployment> changed = new LinkedHashMap<>(running);
        changed.remove(deploymentId);
        return new EngineState(set, installed, changed, booted);
    }

    EngineState afterBoot() {
        return new EngineState(set, installed, running, true);
    }

    /** Returns the instances that exist, by symbolic name. */
    Map<String, Bundle> bundles() {
        Map<String, Bundle> bundles = new HashMap<>();
        installed.forEach((symbolicName, instance) -> {
            Bundle bundle = instance.bundle();
            if (bundle != null) {
                bundles.put(symbolicName, bundle);
            }
        });
        return bundles;
    }
}
