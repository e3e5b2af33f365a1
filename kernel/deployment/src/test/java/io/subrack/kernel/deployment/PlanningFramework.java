/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.spi.DeploymentParticipant;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/** A bare framework with an artifact store, a current set, and a planner that looks at them. */
final class PlanningFramework {
    final FileArtifacts artifacts;
    final ResolvingPlanner planner;
    final List<DeploymentParticipant> participants = new ArrayList<>();
    private final Framework framework;
    private final Map<String, SetEntry> entries = new TreeMap<>();
    private final Map<String, Bundle> bundles = new HashMap<>();
    private final Map<Long, DeploymentSet> sets = new HashMap<>();
    private long number = 1;

    PlanningFramework(Path directory) throws BundleException {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE,
                        directory.resolve("framework").toString(),
                        Constants.FRAMEWORK_STORAGE_CLEAN,
                        Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT,
                        Constants.FRAMEWORK_BSNVERSION,
                        Constants.FRAMEWORK_BSNVERSION_MULTIPLE));
        framework.start();
        artifacts = new FileArtifacts(directory.resolve("artifacts"), ArtifactLimits.DEFAULTS);
        planner = new ResolvingPlanner(
                artifacts, artifacts, wanted -> Optional.ofNullable(sets.get(wanted)), Clock.systemUTC());
    }

    Framework framework() {
        return framework;
    }

    /** Installs a bundle as the launcher would. */
    Bundle platform(BundleJar jar) throws BundleException {
        String name = jar.headers().get(Constants.BUNDLE_SYMBOLICNAME);
        Bundle bundle = framework.getBundleContext().installBundle("platform:" + name, jar.open());
        bundle.start();
        return bundle;
    }

    Sha256 upload(BundleJar jar) {
        return artifacts.store(jar.open()).digest();
    }

    /** Makes bundles live, all resolved together and started. */
    void live(BundleJar... jars) throws BundleException {
        List<Bundle> installed = new ArrayList<>();
        for (BundleJar jar : jars) {
            installed.add(install(jar));
        }
        framework.adapt(FrameworkWiring.class).resolveBundles(installed);
        for (Bundle bundle : installed) {
            if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null) {
                bundle.start();
            }
        }
    }

    /** Makes a bundle part of the set without resolving it. */
    Bundle install(BundleJar jar) throws BundleException {
        var info = artifacts.store(jar.open());
        Bundle bundle = framework
                .getBundleContext()
                .installBundle(
                        "subrack:" + info.symbolicName() + ":" + info.digest().abbreviated(), jar.open());
        bundles.put(info.symbolicName(), bundle);
        entries.put(
                info.symbolicName(),
                new SetEntry(info.symbolicName(), info.version(), info.digest(), StartState.STARTED, List.of()));
        return bundle;
    }

    Bundle bundle(String symbolicName) {
        return bundles.get(symbolicName);
    }

    void contributing(String symbolicName, Contribution... contributions) {
        entries.computeIfPresent(symbolicName, (name, entry) -> entry.withContributions(List.of(contributions)));
    }

    void granted(String symbolicName, String... scopes) {
        entries.computeIfPresent(symbolicName, (name, entry) -> entry.withGrants(List.of(scopes)));
    }

    /** Marks a bundle as stopped, as the engine leaves it: installed, not running. */
    void stopped(String symbolicName) throws BundleException {
        bundles.get(symbolicName).stop();
        entries.computeIfPresent(symbolicName, (name, entry) -> entry.withState(StartState.STOPPED));
    }

    /** Keeps the current set under its number, and goes on with the next. */
    long rememberSet() {
        sets.put(number, set());
        return number++;
    }

    void forget(String symbolicName) throws BundleException {
        entries.remove(symbolicName);
        bundles.remove(symbolicName).uninstall();
        framework.adapt(FrameworkWiring.class).refreshBundles(null);
    }

    private DeploymentSet set() {
        return new DeploymentSet(number, Instant.EPOCH, "ada", "", "", List.copyOf(entries.values()));
    }

    Live live() {
        return new Live(set(), bundles, framework.getBundleContext(), participants);
    }

    Plan plan(Change... changes) {
        return planner.plan(new DeploymentRequest("ada", "", List.of(changes)), live());
    }

    Plan deploy(BundleJar... jars) {
        List<Change> changes = new ArrayList<>();
        for (BundleJar jar : jars) {
            changes.add(new Change.Deploy(upload(jar)));
        }
        return plan(changes.toArray(Change[]::new));
    }

    /** Returns {@code ASKED_NEW com.acme.notes text.read} and the like. */
    static List<String> grants(Plan plan) {
        return plan.grants().stream()
                .map(change -> change.effect() + " " + change.bundle() + " " + change.scope())
                .toList();
    }

    static List<String> sentences(Plan plan) {
        return plan.faults().stream().map(PlanFault::sentence).toList();
    }

    static List<PlanFault.Kind> kinds(Plan plan) {
        return plan.faults().stream().map(PlanFault::kind).toList();
    }

    /** Returns {@code ADD com.acme.notes} and the like. */
    static List<String> actions(Collection<BundleChange> changes) {
        return changes.stream()
                .map(change -> change.action() + " " + change.symbolicName())
                .toList();
    }

    void stop() throws BundleException, InterruptedException {
        framework.stop();
        framework.waitForStop(10_000);
    }
}
