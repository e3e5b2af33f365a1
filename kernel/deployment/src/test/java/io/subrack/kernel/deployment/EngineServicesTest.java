/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.deployment.bundles.Giving;
import io.subrack.kernel.deployment.bundles.Needy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** Who is bound to whose services while old and new run beside each other. */
class EngineServicesTest {
    private static final String GIVES = "<service><provide interface=\"" + Supplier.class.getName() + "\"/></service>";
    private static final String NEEDS = "<service><provide interface=\"" + Callable.class.getName()
            + "\"/></service><reference name=\"supplier\" interface=\"" + Supplier.class.getName()
            + "\" parameter=\"0\"/>";

    @TempDir
    Path data;

    private EngineFixture fixture;

    @BeforeEach
    void boot() {
        fixture = new EngineFixture(data, EngineFixture.settings(Duration.ofMillis(50), 16)).booted();
        fixture.deployed(giver("1.0.0"), needy("1.0.0"));
    }

    @AfterEach
    void end() {
        fixture.close();
    }

    private static TestJar giver(String version) {
        return TestJar.bundle("com.acme.giver", version).component(Giving.class, "init=\"1\"", GIVES);
    }

    private static TestJar needy(String version) {
        return TestJar.bundle("com.acme.needy", version).component(Needy.class, "immediate=\"true\" init=\"1\"", NEEDS);
    }

    /** Returns lines like {@code 2.0.0 bound to 2.0.0} for each live needy component. */
    private List<String> bindings() {
        ServiceComponentRuntime runtime = fixture.framework
                .context()
                .getService(fixture.framework.context().getServiceReference(ServiceComponentRuntime.class));
        List<String> bindings = new ArrayList<>();
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs()) {
            if (description.name.equals("Needy")) {
                for (ComponentConfigurationDTO configuration : runtime.getComponentConfigurationDTOs(description)) {
                    long provider = configuration.satisfiedReferences[0].boundServices[0].bundle;
                    bindings.add(description.bundle.version + " bound to "
                            + fixture.framework.context().getBundle(provider).getVersion());
                }
            }
        }
        bindings.sort(null);
        return bindings;
    }

    @Test
    void bindsNewToNewAndLeavesOldWithOld() {
        List<List<String>> atSwitch = new ArrayList<>();
        fixture.participant.onSwitch = () -> atSwitch.add(bindings());

        fixture.deployed(giver("2.0.0"), needy("2.0.0"));

        assertThat(atSwitch).containsExactly(List.of("1.0.0 bound to 1.0.0", "2.0.0 bound to 2.0.0"));
        assertThat(bindings()).containsExactly("2.0.0 bound to 2.0.0");
    }

    @Test
    void movesABundleThatIsNotTouchedToTheNewServiceWhenTheOldGoes() {
        List<List<String>> atSwitch = new ArrayList<>();
        fixture.participant.onSwitch = () -> atSwitch.add(bindings());

        fixture.deployed(giver("2.0.0"));

        assertThat(atSwitch).containsExactly(List.of("1.0.0 bound to 1.0.0"));
        assertThat(bindings()).containsExactly("1.0.0 bound to 2.0.0");
    }

    @Test
    void startsWhatNeedsAnExclusiveBundleAfterIt() {
        fixture.deployed(giver("2.0.0").header("Subrack-Update", "exclusive"));
        fixture.participant.calls.clear();
        List<List<String>> atHold = new ArrayList<>();
        fixture.participant.onHold = () -> atHold.add(bindings());

        fixture.deployed(
                giver("3.0.0")
                        .header("Subrack-Update", "exclusive")
                        .header(
                                "Provide-Capability",
                                "osgi.service;objectClass:List<String>=\"" + Supplier.class.getName() + "\""),
                needy("3.0.0")
                        .header(
                                "Require-Capability",
                                "osgi.service;effective:=active;filter:=\"(objectClass=" + Supplier.class.getName()
                                        + ")\""));

        assertThat(atHold).containsExactly(List.of("1.0.0 bound to 2.0.0"));
        assertThat(bindings()).containsExactly("3.0.0 bound to 3.0.0");
        assertThat(fixture.participant.calls)
                .startsWith("join", "hold com.acme.giver 2.0.0", "drain com.acme.giver 2.0.0", "switchOver");
    }

    @Test
    void hidesNothingAfterwards() throws Exception {
        fixture.deployed(giver("2.0.0"), needy("2.0.0"));

        Bundle bystander = fixture.framework.context().getBundles()[1];
        for (Bundle bundle : fixture.framework.context().getBundles()) {
            ServiceReference<?>[] registered = bundle.getRegisteredServices();
            if (registered != null) {
                assertThat(bystander.getBundleContext().getAllServiceReferences(null, null))
                        .as(bundle.toString())
                        .contains(registered);
            }
        }
    }
}
