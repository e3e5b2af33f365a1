/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import io.subrack.kernel.api.Approval;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.Version;

/** Says what a test puts in; applies nothing. */
final class FakeDeployments implements Deployments {
    final List<BundleStatus> bundles = new ArrayList<>();
    final List<Consumer<Deployment>> listeners = new ArrayList<>();

    void add(String symbolicName, String version, long bundleId, Health health) {
        var entry = new SetEntry(
                symbolicName, Version.parseVersion(version), new Sha256("0".repeat(64)), StartState.STARTED, List.of());
        bundles.add(new BundleStatus(entry, Optional.of(bundleId), health, List.of()));
    }

    @Override
    public List<BundleStatus> bundles() {
        return List.copyOf(bundles);
    }

    @Override
    public DeploymentSet currentSet() {
        return new DeploymentSet(7, Instant.EPOCH, "ada", "", "", List.of());
    }

    @Override
    public Subscription subscribe(Consumer<Deployment> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Plan plan(DeploymentRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Plan trial(DeploymentRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Plan> plan(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Deployment apply(String planId, Approval approval) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Deployment await(String deploymentId, Duration deadline) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Deployment> deployment(String id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Deployment> history(int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<DeploymentSet> set(long number) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<DeploymentSet> sets(int limit) {
        throw new UnsupportedOperationException();
    }
}
