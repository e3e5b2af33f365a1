/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Platform;
import io.subrack.kernel.api.PlatformProperties;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** Sums up how the platform stands from how its bundles stand. */
final class PlatformBoard implements Platform {
    private final BundleContext context;
    private final Engine engine;
    private final BundleBoard bundles;
    private final String version;
    private final Instant started;
    private volatile boolean settled;
    private volatile boolean readingFolder;

    PlatformBoard(BundleContext context, Engine engine, BundleBoard bundles) {
        this.context = context;
        this.engine = engine;
        this.bundles = bundles;
        String known = context.getProperty(PlatformProperties.VERSION);
        this.version = known == null ? "unknown" : known;
        this.started = instant(context.getProperty(PlatformProperties.STARTED));
    }

    private static Instant instant(@Nullable String text) {
        try {
            return text == null ? Instant.now() : Instant.parse(text);
        } catch (DateTimeParseException e) {
            return Instant.now();
        }
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public Instant started() {
        return started;
    }

    /** A set that was started once is not booting again, whatever its bundles do. */
    @Override
    public State state() {
        if (engine.stopping()) {
            return State.STOPPING;
        }
        if (!engine.state().booted()) {
            return State.BOOTING;
        }
        List<BundleStatus> statuses = bundles.statuses();
        if (!settled && (readingFolder || !engine.started())) {
            return State.BOOTING;
        }
        if (!settled && statuses.stream().anyMatch(status -> status.health() == Health.STARTING)) {
            return State.BOOTING;
        }
        settled = true;
        return statuses.stream().anyMatch(status -> status.health() == Health.FAILED) ? State.DEGRADED : State.READY;
    }

    void readingFolder(boolean reading) {
        readingFolder = reading;
    }

    @Override
    public List<String> awaiting() {
        if (!engine.state().booted()) {
            return List.of("The bundles of set " + engine.state().set().number() + " are being started.");
        }
        if (!settled && !engine.started()) {
            return List.of("The bundles that manage the platform are being started.");
        }
        if (!settled && readingFolder) {
            return List.of("The deploy folder is being read for the first time.");
        }
        List<String> consequences = bundles.statuses().stream()
                .filter(status -> status.health() == Health.FAILED || status.health() == Health.STARTING)
                .map(status -> status.entry().symbolicName() + " "
                        + status.entry().version() + " is not serving: " + Sentences.join(status.faults()))
                .toList();
        if (consequences.isEmpty()) {
            return List.of();
        }
        List<String> sentences = new ArrayList<>(failedOfThePlatform());
        List<String> causes = List.copyOf(sentences);
        consequences.forEach(consequence -> sentences.add(without(causes, consequence)));
        return sentences;
    }

    /** What was said once need not be repeated before what follows from it. */
    private static String without(List<String> causes, String sentence) {
        String shorter = sentence;
        for (String cause : causes) {
            shorter = shorter.replace(cause + " Therefore", "Therefore");
        }
        return shorter;
    }

    /** What follows from these may stand far from them. */
    private List<String> failedOfThePlatform() {
        List<Bundle> platform = PlatformBundles.of(context);
        return engine.parts()
                .components()
                .look(platform)
                .map(look -> platform.stream()
                        .flatMap(bundle -> look.roots(bundle).stream())
                        .toList())
                .orElse(List.of());
    }
}
