/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.kernel.api.Change;
import io.subrack.kernel.deployment.bundles.Leaking;
import io.subrack.kernel.deployment.bundles.Tidy;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** What stays of a bundle that is gone. */
class LeakWatchTest {
    private static final int CYCLES = 50;

    @TempDir
    Path data;

    private EngineFixture fixture;

    @BeforeEach
    void boot() {
        fixture = new EngineFixture(data).booted();
    }

    @AfterEach
    void end() {
        System.clearProperty("leaking.release");
        fixture.close();
    }

    private WeakReference<ClassLoader> loader() {
        Bundle bundle = Arrays.stream(fixture.framework.context().getBundles())
                .filter(installed -> installed.getLocation().startsWith("subrack:"))
                .findFirst()
                .orElseThrow();
        return new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
    }

    @Test
    void leavesNoClassLoaderBehindOverManyUpdates() {
        List<WeakReference<ClassLoader>> loaders = new ArrayList<>();
        for (int i = 0; i < CYCLES; i++) {
            fixture.deployed(TestJar.bundle("com.acme.tidy", "1.0." + i).activator(Tidy.class));
            loaders.add(loader());
            if (i == CYCLES - 2) {
                fixture.engine.bundles();
            }
        }

        EngineFixture.eventually(() -> {
            System.gc();
            return loaders.stream().filter(loader -> loader.get() != null).count() == 1;
        });
    }

    @Test
    void namesABundleThatLeaksAndTheThreadThatHoldsIt() {
        fixture.deployed(TestJar.bundle("com.acme.leaky", "1.0.0").activator(Leaking.class));
        String id = fixture.deployed(TestJar.bundle("com.acme.leaky", "1.0.1").activator(Tidy.class))
                .id();

        EngineFixture.eventually(() -> {
            System.gc();
            fixture.deployed(TestJar.bundle("com.acme.other", "1.0.0").activator(Tidy.class));
            fixture.apply(new Change.Uninstall("com.acme.other"));
            return !fixture.engine.deployment(id).orElseThrow().warnings().isEmpty();
        });

        assertThat(fixture.engine.deployment(id).orElseThrow().warnings())
                .singleElement()
                .asString()
                .contains("com.acme.leaky 1.0.0", "thread 'acme-poller'", "Leaking");
    }
}
