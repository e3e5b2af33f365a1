/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.inspection.spi.BundleItem;
import io.subrack.inspection.spi.BundleSummary;
import io.subrack.inspection.spi.Inspector;
import io.subrack.kernel.api.BundleStatus;
import io.subrack.kernel.api.StartState;
import io.subrack.web.resources.spi.Page;
import jakarta.ws.rs.QueryParam;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;

/** Which bundles a list shows, and in which order. A parameter bean of JAX-RS. */
public final class BundleQuery {
    private static final int MAX_LIMIT = 10_000;

    private static final Comparator<BundleItem> NATURAL =
            by(BundleSummary::symbolicName).thenComparing(by(bundle -> String.valueOf(bundle.bundleId())));

    private static final Map<String, Comparator<BundleItem>> ORDERS = Map.of(
            "name", by(bundle -> bundle.name().toLowerCase(Locale.ROOT)),
            "state", by(BundleSummary::state),
            "health", by(bundle -> BundleStatus.Health.valueOf(bundle.health())),
            "version", by(bundle -> Version.parseVersion(bundle.version())));

    @QueryParam("kind")
    @Nullable
    String kindText;

    @QueryParam("state")
    @Nullable
    String stateText;

    @QueryParam("health")
    @Nullable
    String healthText;

    @QueryParam("name")
    @Nullable
    String name;

    @QueryParam("q")
    @Nullable
    String words;

    @QueryParam("sort")
    @Nullable
    String sort;

    @QueryParam("limit")
    @Nullable
    String limitText;

    @QueryParam("after")
    @Nullable
    String after;

    private enum Kind {
        CAPABILITY,
        PLATFORM,
        ALL
    }

    private static <C extends Comparable<? super C>> Comparator<BundleItem> by(Function<BundleSummary, C> key) {
        return Comparator.comparing(item -> key.apply(item.bundle()));
    }

    /** @throws io.subrack.kernel.api.ProblemException 400 with all faults */
    Page<BundleItem> page(Inspector inspector) {
        var faults = new Faults();
        var inputs = new Inputs(faults);
        var kind = inputs.choice("kind", kindText, Kind.class).orElse(Kind.CAPABILITY);
        var state = inputs.choice("state", stateText, StartState.class).map(Enum::name);
        var health =
                inputs.choice("health", healthText, BundleStatus.Health.class).map(Enum::name);
        int limit = inputs.limit(limitText, 1_000, MAX_LIMIT);
        var order =
                Order.read(faults, sort, ORDERS, NATURAL, item -> item.bundle().symbolicName());
        faults.refuseParameters();
        var found = inspector.bundles(kind != Kind.PLATFORM, kind != Kind.CAPABILITY).stream()
                .filter(item ->
                        state.isEmpty() || state.get().equals(item.bundle().state()))
                .filter(item ->
                        health.isEmpty() || health.get().equals(item.bundle().health()))
                .filter(item -> name == null || has(item.bundle().symbolicName(), name))
                .filter(item -> words == null || matches(item.bundle(), words))
                .toList();
        var shown = sort == null && after != null
                ? found.stream()
                        .filter(item -> item.bundle().symbolicName().compareTo(after) > 0)
                        .toList()
                : order.from(found, after);
        return Page.of(
                shown,
                limit,
                item -> item,
                last -> Api.BASE + "/bundles?limit=" + limit + query() + "&after="
                        + last.bundle().symbolicName());
    }

    private static boolean matches(BundleSummary bundle, String words) {
        return Stream.of(bundle.symbolicName(), bundle.name(), bundle.description())
                .anyMatch(text -> text != null && has(text, words));
    }

    private static boolean has(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private String query() {
        return parameter("kind", kindText)
                + parameter("state", stateText)
                + parameter("health", healthText)
                + parameter("name", name)
                + parameter("q", words)
                + parameter("sort", sort);
    }

    static String parameter(String name, @Nullable String value) {
        return value == null ? "" : "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
