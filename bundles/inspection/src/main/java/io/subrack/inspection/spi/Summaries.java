/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import io.subrack.inspection.spi.BundleSummary.SignatureView;
import io.subrack.inspection.spi.BundleSummary.TrafficView;
import io.subrack.inspection.spi.BundleSummary.UpdateView;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.BundleStatus.Health;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.DeploymentException;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.spi.Traffic;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/** Sums up bundles for lists, with as little work for each as can be. Not kept. */
final class Summaries {
    private final Roster roster;
    private final Artifacts artifacts;
    private final Map<String, Traffic.Rates> traffic;
    private final Hints hints;
    private final Function<Sha256, SignatureView> signatures;

    Summaries(
            Roster roster,
            Artifacts artifacts,
            List<Traffic> traffic,
            Hints hints,
            Function<Sha256, SignatureView> signatures) {
        this.roster = roster;
        this.artifacts = artifacts;
        this.traffic = traffic.stream().findFirst().map(Traffic::bundles).orElse(Map.of());
        this.hints = hints;
        this.signatures = signatures;
    }

    BundleSummary of(BundleStatus status) {
        var entry = status.entry();
        var instance = roster.instance(status);
        UnaryOperator<@Nullable String> headers = instance == null ? stored(status) : headers(instance);
        return new BundleSummary(
                entry.symbolicName(),
                entry.version().toString(),
                entry.artifact().hex(),
                entry.state().name(),
                status.health().name(),
                status.bundleId().orElse(null),
                status.faults(),
                entry.contributions(),
                entry.grants(),
                shown(headers.apply(Constants.BUNDLE_NAME)).orElse(entry.symbolicName()),
                shown(headers.apply(Constants.BUNDLE_DESCRIPTION)).orElse(null),
                shown(headers.apply(Constants.BUNDLE_VENDOR)).orElse(null),
                shown(headers.apply(Constants.BUNDLE_CATEGORY)).orElse(null),
                BundleSummary.CAPABILITY,
                instance == null ? null : since(instance),
                count(entry.contributions(), Contribution.ENDPOINT),
                count(entry.contributions(), BundleSummary.PAGE),
                traffic(entry.symbolicName()),
                update(entry.symbolicName(), entry.version()),
                signatures.apply(entry.artifact()));
    }

    BundleSummary ofPlatform(Bundle bundle) {
        var health = health(bundle);
        var name = Roster.name(bundle);
        var headers = headers(bundle);
        return new BundleSummary(
                name,
                bundle.getVersion().toString(),
                null,
                (health == Health.STOPPED ? StartState.STOPPED : StartState.STARTED).name(),
                health.name(),
                bundle.getBundleId(),
                health == Health.FAILED ? List.of(name + " " + bundle.getVersion() + " is not resolved.") : List.of(),
                List.of(),
                Set.of(),
                shown(headers.apply(Constants.BUNDLE_NAME)).orElse(name),
                shown(headers.apply(Constants.BUNDLE_DESCRIPTION)).orElse(null),
                shown(headers.apply(Constants.BUNDLE_VENDOR)).orElse(null),
                shown(headers.apply(Constants.BUNDLE_CATEGORY)).orElse(null),
                BundleSummary.PLATFORM,
                since(bundle),
                0,
                0,
                traffic(name),
                null,
                SignatureView.UNKNOWN);
    }

    /** A library without anything to start is whole when it is resolved; what is not resolved lacks something. */
    private static Health health(Bundle bundle) {
        return switch (bundle.getState()) {
            case Bundle.ACTIVE -> Health.SERVING;
            case Bundle.STARTING -> Health.STARTING;
            case Bundle.RESOLVED -> Roster.isFragment(bundle) ? Health.SERVING : Health.STOPPED;
            case Bundle.STOPPING -> Health.STOPPED;
            default -> Health.FAILED;
        };
    }

    private static String since(Bundle bundle) {
        return Instant.ofEpochMilli(bundle.getLastModified()).toString();
    }

    private static long count(List<Contribution> contributions, String kind) {
        return contributions.stream().filter(one -> one.kind().equals(kind)).count();
    }

    private @Nullable TrafficView traffic(String symbolicName) {
        var rates = traffic.get(symbolicName);
        return rates == null
                ? null
                : new TrafficView(rates.requestsPerSecond(), rates.errorsPerSecond(), rates.p95Millis());
    }

    private @Nullable UpdateView update(String symbolicName, Version live) {
        return hints.updateOf(symbolicName, live)
                .map(newer -> new UpdateView(newer.version().toString(), newer.repository()))
                .orElse(null);
    }

    /** What is translated is looked up only where it is: that reads files of the bundle. */
    private static UnaryOperator<@Nullable String> headers(Bundle bundle) {
        var raw = bundle.getHeaders("");
        return name -> {
            var value = raw.get(name);
            return value != null && value.startsWith("%")
                    ? bundle.getHeaders(null).get(name)
                    : value;
        };
    }

    private UnaryOperator<@Nullable String> stored(BundleStatus status) {
        try {
            var headers = artifacts
                    .info(status.entry().artifact())
                    .map(info -> info.headers())
                    .orElse(Map.of());
            return headers::get;
        } catch (DeploymentException e) {
            return name -> null;
        }
    }

    private static Optional<String> shown(@Nullable String text) {
        return text == null || text.isBlank()
                ? Optional.empty()
                : Optional.of(Shown.text(text.strip(), Shown.MAX_CHARS));
    }
}
