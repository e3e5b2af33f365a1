/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.Deployment.Failure;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.spi.Suggestions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class ReasonsTest {
    private static final String STOCK = "com.acme.Stock";
    private static final Contribution OFFERS = new Contribution(Contribution.SERVICE, STOCK);

    private final FakeWorld world = new FakeWorld();

    private void fails(String bundle, Cause.Kind kind, String subject, String sentence) {
        world.causes.put(bundle, List.of(new Cause(kind, bundle, subject, "", "", sentence)));
    }

    private Why why(String bundle) {
        return world.inspector().why(bundle).orElseThrow();
    }

    @Test
    void saysThatAllIsWell() {
        world.bundle("orders", "1.0.0", Health.SERVING);

        assertThat(why("orders")).isEqualTo(new Why("orders 1.0.0 is serving.", List.of(), List.of()));
        assertThat(world.inspector().why("nothing")).isEmpty();
    }

    @Test
    void startsWhatIsStopped() {
        world.bundle("orders", "1.0.0", Health.STOPPED);

        assertThat(why("orders").fixes()).containsExactly(Fix.start("orders"));
    }

    @Test
    void startsTheStoppedProviderOfAMissingService() {
        world.bundle("orders", "1.0.0", Health.FAILED);
        world.bundle("inventory", "1.0.0", Health.STOPPED, OFFERS);
        fails("orders", Cause.Kind.SERVICE_MISSING, STOCK, "Nobody provides it.");

        var why = why("orders");

        assertThat(why.sentence()).isEqualTo("Nobody provides it.");
        assertThat(why.fixes()).startsWith(Fix.start("inventory")).last().isEqualTo(Fix.uninstall("orders"));
    }

    @Test
    void installsTheProviderAgainThatAnEarlierSetHad() {
        world.bundle("inventory", "1.0.0", Health.SERVING, OFFERS);
        world.commit();
        world.clear();
        world.bundle("orders", "1.0.0", Health.FAILED);
        world.commit();
        fails("orders", Cause.Kind.SERVICE_MISSING, STOCK, "Nobody provides it.");

        assertThat(why("orders").fixes())
                .extracting(Fix::kind, Fix::bundle, Fix::artifact)
                .startsWith(tuple(
                        "install",
                        "inventory",
                        FakeWorld.digest("inventory", "1.0.0").hex()));
    }

    @Test
    void goesOnToTheProviderThatFailedAsAWhole() {
        world.bundle("orders", "1.0.0", Health.FAILED);
        world.bundle("inventory", "1.0.0", Health.FAILED, OFFERS);
        fails("orders", Cause.Kind.SERVICE_MISSING, STOCK, "Nobody provides it.");
        fails("inventory", Cause.Kind.NOT_RUNNING, "", "inventory 1.0.0 failed to start.");

        assertThat(why("orders").leafCauses())
                .containsExactly("inventory 1.0.0 failed to start. Therefore inventory does not provide service "
                        + STOCK + ", which orders needs.");
    }

    @Test
    void configuresWhatIsNotConfigured() {
        world.bundle("orders", "1.0.0", Health.FAILED);
        fails("orders", Cause.Kind.CONFIGURATION_MISSING, "com.acme.orders", "Configuration is missing.");

        assertThat(why("orders").fixes().get(0)).isEqualTo(Fix.configure("orders", "com.acme.orders"));
    }

    @Test
    void rollsBackToTheLastSetWithAnotherVersion() {
        world.bundle("orders", "1.0.0", Health.SERVING);
        world.commit();
        world.commit();
        world.clear();
        world.bundle("orders", "2.0.0", Health.FAILED);
        world.commit();
        fails("orders", Cause.Kind.ACTIVATION_FAILED, "com.acme.Orders", "It failed to activate.");

        assertThat(why("orders").fixes()).containsExactly(Fix.rollBack("orders", "1.0.0", 1), Fix.uninstall("orders"));
    }

    @Test
    void asksTheCatalogue() {
        world.bundle("orders", "1.0.0", Health.FAILED);
        fails("orders", Cause.Kind.SERVICE_MISSING, STOCK, "Nobody provides it.");
        var inspector = world.inspector();
        inspector.optional(List.of(), List.of(new Catalogue()), List.of());

        var fixes = inspector.why("orders").orElseThrow().fixes();

        assertThat(fixes)
                .extracting(Fix::kind, Fix::bundle, Fix::version, Fix::coordinates)
                .startsWith(
                        tuple("install", "stock", "3.0.0", "com.acme:stock:3.0.0"),
                        tuple("update", "orders", "1.5.0", null));
        assertThat(inspector.bundles(true, false).get(0).bundle().update())
                .isEqualTo(new BundleSummary.UpdateView("1.5.0", "central"));
    }

    @Test
    void pointsOutWhatIsNotGranted() {
        world.bundle("orders", "1.0.0", Health.SERVING, Map.of("Subrack-Grants", "stock.read"));

        assertThat(world.inspector().attention())
                .extracting(Attention::bundle, Attention::severity, Attention::fixes)
                .containsExactly(tuple("orders", "info", List.of(Fix.grant("orders", "stock.read"))));
    }

    @Test
    void pointsOutWhatWaitsForAServiceThatWasStopped() {
        world.bundle("inventory", "1.0.0", Health.STOPPED, OFFERS);
        world.bundle("orders", "1.0.0", Health.STARTING);
        fails("orders", Cause.Kind.SERVICE_MISSING, STOCK, "Nobody provides it.");

        assertThat(world.inspector().attention())
                .extracting(
                        Attention::bundle,
                        Attention::severity,
                        Attention::sentence,
                        each -> each.fixes().get(0))
                .containsExactly(tuple("orders", "warning", "Nobody provides it.", Fix.start("inventory")));
    }

    @Test
    void explainsAFailureOfTheHistoryByItsLeaves() {
        world.bundle("inventory", "1.0.0", Health.STOPPED, OFFERS);
        var failure = new Failure(
                DeploymentProblem.PROBE_FAILED,
                "It does not work.",
                List.of(new Cause(Cause.Kind.SERVICE_MISSING, "orders", STOCK, "", "", "Nobody provides it.")));

        var why = world.inspector().why(failure);

        assertThat(why)
                .isEqualTo(
                        new Why("It does not work.", List.of("Nobody provides it."), List.of(Fix.start("inventory"))));
    }

    private static final class Catalogue implements Suggestions {
        @Override
        public List<Suggestion> providersOf(String namespace, String filter) {
            return namespace.equals("osgi.service") && filter.equals("(objectClass=" + STOCK + ")")
                    ? List.of(new Suggestion("stock", new Version("3.0.0"), "central", "com.acme:stock:3.0.0"))
                    : List.of();
        }

        @Override
        public Optional<Suggestion> updateOf(String symbolicName, Version live) {
            return symbolicName.equals("orders")
                    ? Optional.of(new Suggestion("orders", new Version("1.5.0"), "central", ""))
                    : Optional.empty();
        }
    }
}
