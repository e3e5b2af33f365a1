/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.config.api.Configurations;
import io.subrack.config.api.Difference;
import io.subrack.config.api.Revision;
import io.subrack.config.api.Secret;
import io.subrack.inspection.spi.SetDiff.Setting;
import io.subrack.kernel.api.DeploymentSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What became of the configuration between two sets, from the changes that were made meanwhile. Secrets stay hidden. */
final class SettingChanges {
    private static final String HIDDEN = "(secret)";

    private SettingChanges() {}

    static List<Setting> between(Configurations configurations, DeploymentSet from, DeploymentSet to) {
        long one = from.configurationRevision();
        long other = to.configurationRevision();
        boolean backwards = one > other;
        Map<List<String>, Difference> changes = new LinkedHashMap<>();
        for (Revision revision : configurations.between(Math.min(one, other), Math.max(one, other))) {
            for (Difference change : revision.differences()) {
                changes.merge(
                        List.of(revision.pid(), change.key()),
                        change,
                        (first, last) -> new Difference(first.key(), first.from(), last.to()));
            }
        }
        return changes.entrySet().stream()
                .filter(change -> isOne(change.getValue()))
                .map(change -> setting(change.getKey().get(0), change.getValue(), backwards))
                .sorted(Comparator.comparing(Setting::pid).thenComparing(Setting::key))
                .toList();
    }

    /** A hidden value may be another one although it looks the same. */
    private static boolean isOne(Difference change) {
        return !change.from().equals(change.to())
                || change.to().filter(Secret.class::isInstance).isPresent();
    }

    private static Setting setting(String pid, Difference change, boolean backwards) {
        var from = shown(change.from());
        var to = shown(change.to());
        return new Setting(pid, change.key(), backwards ? to : from, backwards ? from : to);
    }

    private static @Nullable String shown(Optional<Object> value) {
        return value.map(SettingChanges::text).orElse(null);
    }

    private static String text(Object value) {
        if (value instanceof Secret secret) {
            return secret.reference().orElse(HIDDEN);
        }
        if (value instanceof List<?> list) {
            return list.stream().map(SettingChanges::text).collect(Collectors.joining(", "));
        }
        return Objects.toString(value);
    }
}
