/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.osgi.framework.Bundle;

/**
 * One live revision of a bundle's routes: what one bundle instance has mounted. All but the counters is guarded by the
 * lock of {@link Routes}.
 */
final class Generation {
    /** What a generation's mounts are good for. */
    enum Role {
        /** Its mounts are kept apart until the switch. */
        STAGED,
        SERVING,
        /** Replaced by a switch that may still be undone: it serves only what its successor does not. */
        LEAVING,
        /** Nothing leads to it any more. */
        GONE
    }

    private static final String PLATFORM_LOCATION = "platform:";

    private final Bundle bundle;
    private final String name;
    private final String version;
    private final boolean platform;
    private final Crowd crowd;
    private final LongAdder requests = new LongAdder();
    private final LongAdder failures = new LongAdder();

    final List<MountList> lists = new ArrayList<>();
    /** Every prefix it has ever had: they stay owned while it is meant to run. */
    final Set<String> known = new LinkedHashSet<>();

    Role role;
    boolean held;

    Generation(Bundle bundle, Role role, Crowd crowd) {
        this.crowd = crowd;
        this.bundle = bundle;
        this.role = role;
        name = String.valueOf(bundle.getSymbolicName());
        version = bundle.getVersion().toString();
        String location = bundle.getLocation();
        platform = location != null && location.startsWith(PLATFORM_LOCATION);
    }

    Bundle bundle() {
        return bundle;
    }

    String name() {
        return name;
    }

    String version() {
        return version;
    }

    boolean platform() {
        return platform;
    }

    Crowd crowd() {
        return crowd;
    }

    void count(boolean failed) {
        requests.increment();
        if (failed) {
            failures.increment();
        }
    }

    long requests() {
        return requests.sum();
    }

    long failures() {
        return failures.sum();
    }

    /** Says why mounts of it were refused, as sentences. */
    Set<String> refusals() {
        Set<String> all = new LinkedHashSet<>();
        lists.forEach(list -> all.addAll(list.refusals.values()));
        return all;
    }

    /** Returns its handlers, each once. */
    Set<Hosted> hosted() {
        Set<Hosted> all = new LinkedHashSet<>();
        lists.forEach(list -> all.addAll(list.hosted()));
        return all;
    }

    /** Returns the prefixes that it has mounted now. */
    Set<String> mounted() {
        Set<String> all = new LinkedHashSet<>();
        lists.forEach(list -> all.addAll(list.targets().keySet()));
        return all;
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
