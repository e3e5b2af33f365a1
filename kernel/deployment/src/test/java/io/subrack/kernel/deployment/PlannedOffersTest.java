/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.BundleJar.bundle;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.ContributionChange;
import io.subrack.kernel.api.ContributionChange.Effect;
import io.subrack.kernel.api.Plan;
import io.subrack.kernel.api.Plan.Interruption;
import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.spi.ArtifactContent;
import io.subrack.kernel.spi.DeploymentParticipant;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;

final class PlannedOffersTest extends PlanningTest {
    private static final Contribution ROUTE = new Contribution(Contribution.ROUTE, "/stock");
    private static final Contribution LIST = new Contribution(Contribution.ENDPOINT, "GET /stock");
    private static final Contribution ADD = new Contribution(Contribution.ENDPOINT, "POST /stock");
    private static final Contribution STOCK = new Contribution(Contribution.SERVICE, "com.acme.Stock");
    private static final Contribution AUDIT = new Contribution(Contribution.SERVICE, "com.acme.Audit");

    private static final BundleJar INVENTORY_1 = bundle("com.acme.inventory", "1.0.0")
            .providing("osgi.service;objectClass:List<String>=\"com.acme.Stock\";effective:=active")
            .entry("routes", "route /stock\nendpoint GET /stock");
    private static final BundleJar INVENTORY_2 = bundle("com.acme.inventory", "2.0.0")
            .component("<service><provide interface=\"com.acme.Audit\"/></service>")
            .entry("routes", "route /stock\nendpoint POST /stock");
    private static final BundleJar ORDERS =
            bundle("com.acme.orders", "1.0.0").component("<reference interface=\"com.acme.Stock\"/>");

    private final RoutesFile frontDoor = new RoutesFile();

    @BeforeEach
    void addFrontDoor() {
        host.participants.add(frontDoor);
    }

    @Test
    void showsWhatAnAddedBundleBrings() {
        Plan plan = host.deploy(INVENTORY_1);

        assertThat(plan.contributions())
                .containsExactly(
                        change(LIST, Effect.APPEARS), change(ROUTE, Effect.APPEARS), change(STOCK, Effect.APPEARS));
        assertThat(plan.interruption()).isEqualTo(Interruption.NONE);
    }

    @Test
    void comparesWhatTheOldAndTheNewDeclare() throws Exception {
        host.live(INVENTORY_1);

        Plan plan = host.deploy(INVENTORY_2);

        assertThat(plan.contributions())
                .containsExactly(
                        change(LIST, Effect.DISAPPEARS),
                        change(ADD, Effect.APPEARS),
                        change(ROUTE, Effect.CARRIES_ON),
                        change(AUDIT, Effect.APPEARS),
                        change(STOCK, Effect.DISAPPEARS));
    }

    @Test
    void takesWhatWasNeverDeclaredToCarryOn() throws Exception {
        Contribution metrics = new Contribution(Contribution.ENDPOINT, "GET /stock/metrics");
        host.live(INVENTORY_1);
        host.contributing("com.acme.inventory", ROUTE, LIST, metrics);
        host.bundle("com.acme.inventory").getBundleContext().registerService(Runnable.class, () -> {}, null);

        Plan plan = host.deploy(INVENTORY_2);

        assertThat(plan.contributions())
                .contains(
                        change(metrics, Effect.CARRIES_ON),
                        change(new Contribution(Contribution.SERVICE, "java.lang.Runnable"), Effect.CARRIES_ON));
    }

    @Test
    void namesTheConsumersOfAServiceThatGoes() throws Exception {
        host.live(INVENTORY_1, ORDERS);
        use(serviceOf("com.acme.inventory"), "com.acme.orders");

        Plan plan = host.plan(new Change.Uninstall("com.acme.inventory"));

        assertThat(plan.contributions())
                .contains(new ContributionChange(
                        "com.acme.inventory",
                        new Contribution(Contribution.SERVICE, "java.lang.Runnable"),
                        Effect.DISAPPEARS,
                        List.of("com.acme.orders")));
        assertThat(plan.warnings())
                .containsExactly("com.acme.orders uses service java.lang.Runnable, which goes with com.acme.inventory;"
                        + " nobody else provides it.");
        assertThat(plan.interruption()).isEqualTo(Interruption.UNAVAILABLE);
        assertThat(plan.applicable()).isTrue();
    }

    @Test
    void warnsOfAServiceThatNobodyProvidesYet() throws Exception {
        Plan alone = host.deploy(ORDERS);
        Plan together = host.deploy(ORDERS, INVENTORY_1);
        Plan byManifest = host.deploy(bundle("com.acme.orders", "1.0.0")
                .requiring("osgi.service;filter:=\"(objectClass=com.acme.Stock)\";effective:=active"));

        assertThat(alone.warnings())
                .containsExactly("com.acme.orders waits for service com.acme.Stock; nobody provides it yet.");
        assertThat(alone.applicable()).isTrue();
        assertThat(byManifest.warnings()).isEqualTo(alone.warnings());
        assertThat(together.warnings()).isEmpty();
        assertThat(together.contributions())
                .contains(new ContributionChange(
                        "com.acme.inventory", STOCK, Effect.APPEARS, List.of("com.acme.orders")));
    }

    @Test
    void doesNotWaitForOptionalServicesOrThoseThatAreThere() throws Exception {
        host.live(bundle("com.acme.base", "1.0.0"));
        serviceOf("com.acme.base");

        Plan plan = host.deploy(bundle("com.acme.orders", "1.0.0")
                .component("<reference interface=\"com.acme.Stock\" cardinality=\"0..n\"/>"
                        + "<reference interface=\"java.lang.Runnable\" cardinality=\"1..n\"/>"));

        assertThat(plan.warnings()).isEmpty();
    }

    @Test
    void warnsOfAComponentDescriptionThatCannotBeRead() {
        Plan plan = host.deploy(bundle("com.acme.broken", "1.0.0")
                .header("Service-Component", "OSGI-INF/*.xml")
                .entry("OSGI-INF/a.xml", "<!DOCTYPE x [<!ENTITY y SYSTEM \"file:///etc/passwd\">]><x>&y;</x>"));

        assertThat(plan.warnings()).hasSize(1);
        assertThat(plan.warnings().get(0))
                .startsWith("com.acme.broken: OSGI-INF/a.xml cannot be read: ")
                .doesNotContain("root:");
    }

    @Test
    void warnsOfAComponentDescriptionThatIsNotThere() {
        Plan plan = host.deploy(
                bundle("com.acme.broken", "1.0.0").header("Service-Component", "OSGI-INF/a.xml, OSGI-INF/none*.xml"));

        assertThat(plan.warnings())
                .containsExactly(
                        "com.acme.broken: OSGI-INF/a.xml, which Service-Component names, is not in the bundle.");
    }

    @Test
    void saysThatStoppingMakesRoutesUnavailable() throws Exception {
        host.live(INVENTORY_1, bundle("com.acme.silent", "1.0.0"));

        Plan stop = host.plan(new Change.Stop("com.acme.inventory"));
        Plan silent = host.plan(new Change.Stop("com.acme.silent"));

        assertThat(stop.interruption()).isEqualTo(Interruption.UNAVAILABLE);
        assertThat(stop.contributions()).contains(change(ROUTE, Effect.DISAPPEARS));
        assertThat(silent.interruption()).isEqualTo(Interruption.NONE);
    }

    @Test
    void holdsRequestsToABundleThatCannotLiveTwice() throws Exception {
        host.live(INVENTORY_1, ORDERS);
        frontDoor.exclusive = "com.acme.orders";

        Plan byManifest = host.deploy(INVENTORY_2.header("Subrack-Update", "exclusive"));
        Plan byParticipant = host.deploy(ORDERS.header("Bundle-Version", "1.1.0"));
        Plan added = host.deploy(bundle("com.acme.timer", "1.0.0").header("Subrack-Update", "exclusive"));

        assertThat(byManifest.interruption()).isEqualTo(Interruption.HELD);
        assertThat(byManifest.bundles()).extracting(BundleChange::liveTwice).containsExactly(false);
        assertThat(byManifest.warnings())
                .contains("Requests to com.acme.inventory are held while it is exchanged: its manifest says"
                        + " Subrack-Update: exclusive.");
        assertThat(byParticipant.interruption()).isEqualTo(Interruption.HELD);
        assertThat(byParticipant.warnings())
                .contains("Requests to com.acme.orders are held while it is exchanged: it registers servlets.");
        assertThat(added.interruption()).isEqualTo(Interruption.NONE);
    }

    @Test
    void refusesARouteThatAnotherBundleOwns() throws Exception {
        host.live(INVENTORY_1);
        host.contributing("com.acme.inventory", ROUTE, LIST);
        BundleJar rival = bundle("com.acme.rival", "1.0.0").entry("routes", "route /stock\nendpoint GET /stock");

        Plan beside = host.deploy(rival);
        host.stopped("com.acme.inventory");
        Plan besideStopped = host.deploy(rival);
        Plan instead = host.plan(new Change.Deploy(host.upload(rival)), new Change.Uninstall("com.acme.inventory"));

        assertThat(beside.faults())
                .containsExactly(new PlanFault(
                        PlanFault.Kind.TAKEN,
                        "com.acme.rival",
                        "Route /stock belongs to com.acme.inventory. com.acme.rival 1.0.0 wants it too. Give it another"
                                + " path, or remove com.acme.inventory in the same deployment."));
        assertThat(besideStopped.faults()).isEqualTo(beside.faults());
        assertThat(instead.faults()).isEmpty();
    }

    @Test
    void refusesARouteInsideOfAnotherBundles() throws Exception {
        host.live(INVENTORY_1);
        host.contributing("com.acme.inventory", ROUTE);
        BundleJar spy =
                bundle("com.acme.spy", "1.0.0").entry("routes", "route /stock/admin\nendpoint GET /stock/admin");

        Plan beside = host.deploy(spy);
        Plan instead = host.plan(new Change.Deploy(host.upload(spy)), new Change.Uninstall("com.acme.inventory"));

        assertThat(beside.faults())
                .containsExactly(new PlanFault(
                        PlanFault.Kind.TAKEN,
                        "com.acme.spy",
                        "Route /stock/admin lies inside /stock, which belongs to com.acme.inventory. com.acme.spy 1.0.0"
                                + " would see the tokens that are sent there. Give it a path outside of /stock, or remove"
                                + " com.acme.inventory in the same deployment."));
        assertThat(instead.faults()).isEmpty();
    }

    @Test
    void refusesARouteThatHasAnotherBundlesInside() throws Exception {
        host.live(INVENTORY_1);
        host.contributing("com.acme.inventory", new Contribution(Contribution.ROUTE, "/stock/of/all"));

        Plan above = host.deploy(bundle("com.acme.rival", "1.0.0").entry("routes", "route /stock"));

        assertThat(above.faults())
                .containsExactly(new PlanFault(
                        PlanFault.Kind.TAKEN,
                        "com.acme.rival",
                        "Route /stock has /stock/of/all inside, which belongs to com.acme.inventory, so that"
                                + " com.acme.inventory would see tokens that are sent to com.acme.rival 1.0.0. Give it"
                                + " another path, or remove com.acme.inventory in the same deployment."));
    }

    @Test
    void letsABundleHaveARouteInsideItsOwnAndBesideOthers() throws Exception {
        host.live(INVENTORY_1);
        host.contributing("com.acme.inventory", ROUTE);

        Plan own = host.deploy(INVENTORY_2.entry("routes", "route /stock\nroute /stock/admin\nroute /stockings"));
        Plan beside = host.deploy(bundle("com.acme.rival", "1.0.0").entry("routes", "route /stockings\nroute /"));

        assertThat(own.faults()).isEmpty();
        assertThat(beside.faults()).isEmpty();
    }

    @Test
    void describesEachArtifactOnceAndUntouchedOnesNever() throws Exception {
        host.live(INVENTORY_1, ORDERS);
        host.deploy(INVENTORY_2);
        host.deploy(INVENTORY_2);

        assertThat(frontDoor.described)
                .containsExactlyInAnyOrder("com.acme.inventory 1.0.0", "com.acme.inventory 2.0.0");
    }

    @Test
    void survivesAParticipantThatFails() {
        host.participants.clear();
        host.participants.add(new RoutesFile() {
            @Override
            public List<Contribution> describe(ArtifactContent artifact) {
                throw new IllegalStateException("out of ideas");
            }
        });

        Plan plan = host.deploy(INVENTORY_1);

        assertThat(plan.applicable()).isTrue();
        assertThat(plan.warnings())
                .containsExactly("com.acme.inventory: the front door cannot tell what it contributes: out of ideas.");
    }

    private static ContributionChange change(Contribution contribution, Effect effect) {
        return new ContributionChange("com.acme.inventory", contribution, effect, List.of());
    }

    private ServiceReference<?> serviceOf(String symbolicName) {
        BundleContext context = host.bundle(symbolicName).getBundleContext();
        return context.registerService(Runnable.class, () -> {}, null).getReference();
    }

    private void use(ServiceReference<?> service, String symbolicName) {
        host.bundle(symbolicName).getBundleContext().getService(service);
    }

    /** A participant that believes a file in the artifact. */
    private static class RoutesFile implements DeploymentParticipant {
        final List<String> described = new ArrayList<>();
        String exclusive = "";

        @Override
        public String name() {
            return "front door";
        }

        @Override
        public List<Contribution> describe(ArtifactContent artifact) {
            described.add(artifact.info().symbolicName() + " " + artifact.info().version());
            return artifact.read("routes").stream()
                    .flatMap(bytes -> new String(bytes, StandardCharsets.UTF_8).lines())
                    .map(line -> line.split(" ", 2))
                    .map(parts -> new Contribution(parts[0], parts[1]))
                    .toList();
        }

        @Override
        public Optional<String> exclusive(Bundle live) {
            return live.getSymbolicName().equals(exclusive) ? Optional.of("it registers servlets") : Optional.empty();
        }

        @Override
        public void expect(List<SetEntry> entries) {}

        @Override
        public Participation join(Transition transition) {
            throw new UnsupportedOperationException("a plan changes nothing");
        }
    }
}
