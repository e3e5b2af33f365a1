/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import io.subrack.kernel.api.Approval;
import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.Deployments;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.spi.Causes;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.Version;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/** A framework with a few bundles and services, and an engine that knows them. */
final class FakeWorld implements Deployments, Artifacts, Causes {
    final Map<String, List<Cause>> causes = new HashMap<>();
    final Map<Sha256, ArtifactInfo> artifacts = new HashMap<>();
    private final Map<Long, Bundle> bundles = new LinkedHashMap<>();
    private final Map<Long, List<BundleWire>> wires = new HashMap<>();
    private final List<ServiceReference<?>> services = new ArrayList<>();
    private final List<BundleStatus> statuses = new ArrayList<>();
    private final List<DeploymentSet> sets = new ArrayList<>();

    Inspector inspector() {
        if (sets.isEmpty()) {
            commit();
        }
        return new Inspector(context(), this, this, this);
    }

    static Sha256 digest(String symbolicName, String version) {
        return new Sha256("%064x".formatted((symbolicName + version).hashCode() & 0xffffffffL));
    }

    /** Adds a bundle of the current set. */
    Bundle bundle(String symbolicName, String version, Health health, Contribution... contributions) {
        return bundle(symbolicName, version, health, Map.of(), contributions);
    }

    Bundle bundle(
            String symbolicName,
            String version,
            Health health,
            Map<String, String> headers,
            Contribution... contributions) {
        long id = bundles.size() + 1L;
        var digest = digest(symbolicName, version);
        var entry = new SetEntry(
                symbolicName,
                Version.parseVersion(version),
                digest,
                health == Health.STOPPED ? StartState.STOPPED : StartState.STARTED,
                List.of(contributions));
        statuses.add(new BundleStatus(entry, Optional.of(id), health, faults(health)));
        artifacts.put(digest, new ArtifactInfo(digest, symbolicName, Version.parseVersion(version), 1, headers));
        var wiring = proxy(BundleWiring.class, (name, arguments) -> switch (name) {
            case "getRequiredWires" -> wires.getOrDefault(id, List.of());
            case "getProvidedWires" -> List.of();
            default -> throw new UnsupportedOperationException(name);
        });
        var bundle = proxy(Bundle.class, (name, arguments) -> switch (name) {
            case "getSymbolicName" -> symbolicName;
            case "getVersion" -> Version.parseVersion(version);
            case "getBundleId" -> id;
            case "getLocation" -> "subrack:" + symbolicName + ":0:" + id;
            case "getHeaders" -> new Hashtable<>(headers);
            case "getLastModified" -> 0L;
            case "adapt" -> arguments[0] == BundleWiring.class ? wiring : null;
            case "getRegisteredServices", "getServicesInUse" -> null;
            default -> throw new UnsupportedOperationException(name);
        });
        bundles.put(id, bundle);
        return bundle;
    }

    /** Wires a bundle to a package of another. */
    void wire(Bundle from, Bundle to, String packageName) {
        var capability = proxy(BundleCapability.class, (name, arguments) -> switch (name) {
            case "getAttributes" -> Map.of("osgi.wiring.package", packageName, "version", new Version(1, 0, 0));
            default -> throw new UnsupportedOperationException(name);
        });
        var requirement = proxy(BundleRequirement.class, (name, arguments) -> switch (name) {
            case "getNamespace" -> "osgi.wiring.package";
            case "getDirectives" -> Map.of();
            default -> throw new UnsupportedOperationException(name);
        });
        var provider = proxy(BundleRevision.class, (name, arguments) -> switch (name) {
            case "getBundle" -> to;
            case "getSymbolicName" -> to.getSymbolicName();
            case "getVersion" -> to.getVersion();
            default -> throw new UnsupportedOperationException(name);
        });
        wires.computeIfAbsent(from.getBundleId(), any -> new ArrayList<>())
                .add(proxy(BundleWire.class, (name, arguments) -> switch (name) {
                    case "getCapability" -> capability;
                    case "getRequirement" -> requirement;
                    case "getProvider" -> provider;
                    default -> throw new UnsupportedOperationException(name);
                }));
    }

    void service(Bundle provider, String type, Bundle... users) {
        long id = services.size() + 1L;
        Map<String, Object> properties = Map.of(
                "service.id",
                id,
                "service.bundleid",
                provider.getBundleId(),
                "objectClass",
                new String[] {type},
                "service.scope",
                "singleton");
        services.add(proxy(ServiceReference.class, (name, arguments) -> switch (name) {
            case "getProperty" -> properties.get(String.valueOf(arguments[0]));
            case "getPropertyKeys" -> properties.keySet().toArray(String[]::new);
            case "getBundle" -> provider;
            case "getUsingBundles" -> users;
            default -> throw new UnsupportedOperationException(name);
        }));
    }

    /** Makes what is there now the next set. */
    void commit() {
        sets.add(
                0,
                new DeploymentSet(
                        sets.size(),
                        Instant.EPOCH,
                        "ada",
                        "",
                        "",
                        statuses.stream().map(BundleStatus::entry).toList()));
    }

    /** Takes everything away; what was committed stays in the history. */
    void clear() {
        statuses.clear();
    }

    private BundleContext context() {
        return proxy(BundleContext.class, (name, arguments) -> switch (name) {
            case "getBundle" -> bundles.get((Long) arguments[0]);
            case "getBundles" -> bundles.values().toArray(Bundle[]::new);
            case "getAllServiceReferences" -> services.toArray(ServiceReference<?>[]::new);
            default -> throw new UnsupportedOperationException(name);
        });
    }

    @Override
    public List<Cause> of(String symbolicName) {
        return causes.getOrDefault(symbolicName, List.of());
    }

    @Override
    public List<Cause> of(Bundle bundle, String component) {
        return List.of();
    }

    @Override
    public List<BundleStatus> bundles() {
        return List.copyOf(statuses);
    }

    @Override
    public DeploymentSet currentSet() {
        return sets.get(0);
    }

    @Override
    public Optional<DeploymentSet> set(long number) {
        return sets.stream().filter(set -> set.number() == number).findFirst();
    }

    @Override
    public List<DeploymentSet> sets(int limit) {
        return sets.stream().limit(limit).toList();
    }

    @Override
    public Optional<ArtifactInfo> info(Sha256 digest) {
        return Optional.ofNullable(artifacts.get(digest));
    }

    @Override
    public ArtifactInfo store(InputStream content) {
        throw new UnsupportedOperationException();
    }

    @Override
    public InputStream open(Sha256 digest) {
        throw new UnsupportedOperationException();
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
        return Optional.empty();
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
        return Optional.empty();
    }

    @Override
    public List<Deployment> history(int limit) {
        return List.of();
    }

    @Override
    public Subscription subscribe(Consumer<Deployment> listener) {
        return () -> {};
    }

    private interface Call {
        Object answer(String name, Object[] arguments);
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, called, arguments) -> switch (called.getName()) {
                    case "hashCode" -> System.identityHashCode(self);
                    case "equals" -> self == arguments[0];
                    case "toString" -> type.getSimpleName();
                    default -> call.answer(called.getName(), arguments);
                }));
    }

    private static List<String> faults(Health health) {
        return switch (health) {
            case FAILED -> List.of("It failed.");
            case STARTING -> List.of("It waits.");
            default -> List.of();
        };
    }
}
