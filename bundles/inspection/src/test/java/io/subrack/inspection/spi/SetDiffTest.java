/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.inspection.spi.SetDiff.Change;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.StartState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class SetDiffTest {
    @Test
    void namesEachThingThatIsDifferent() {
        var from = set(1, entry("gone", "1.0.0"), entry("same", "1.0.0"), entry("orders", "1.0.0"));
        var to = set(
                2,
                entry("came", "1.0.0"),
                entry("same", "1.0.0"),
                entry("orders", "1.1.0").withState(StartState.STOPPED).withGrants(List.of("b", "a")));

        var diff = SetDiff.of(from, to, List.of());

        assertThat(diff.bundles())
                .containsExactly(
                        new Change("came", "added", null, "1.0.0"),
                        new Change("gone", "removed", "1.0.0", null),
                        new Change("orders", "updated", "1.0.0", "1.1.0"),
                        new Change("orders", "state", "STARTED", "STOPPED"),
                        new Change("orders", "grants", "", "a b"));
        assertThat(SetDiff.of(to, to, List.of()).bundles()).isEmpty();
    }

    private static SetEntry entry(String name, String version) {
        return new SetEntry(name, new Version(version), FakeWorld.digest(name, version), StartState.STARTED, List.of());
    }

    private static DeploymentSet set(long number, SetEntry... entries) {
        return new DeploymentSet(number, Instant.EPOCH, "ada", "", "", List.of(entries));
    }
}
