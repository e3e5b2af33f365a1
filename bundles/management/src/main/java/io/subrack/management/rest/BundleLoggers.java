/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Says which bundle a logger belongs to. Loggers have names of classes, so that is the bundle whose package is the longest
 * prefix of it. Thread-safe.
 */
@Component(service = BundleLoggers.class)
public final class BundleLoggers {
    private static final String NOBODY = "";
    private static final int MOST_NAMES = 10_000;

    private final BundleContext context;
    private final BundleListener listener = this::changed;
    private final Map<String, String> known = new ConcurrentHashMap<>();
    private volatile @Nullable Map<String, String> packages;

    @Activate
    public BundleLoggers(BundleContext context) {
        this.context = context;
        context.addBundleListener(listener);
    }

    @Deactivate
    void close() {
        context.removeBundleListener(listener);
    }

    /** Returns the symbolic name of the bundle that a logger belongs to; null if none is known. */
    @Nullable
    String bundle(String logger) {
        String before = known.get(logger);
        if (before == null) {
            before = find(logger);
            if (known.size() < MOST_NAMES) {
                known.put(logger, before);
            }
        }
        return before.equals(NOBODY) ? null : before;
    }

    /** Returns the least set of loggers that are above all those of a bundle. */
    Set<String> above(Bundle bundle) {
        var all = packagesOf(bundle);
        var top = new TreeSet<String>();
        for (String name : all) {
            if (top.stream().noneMatch(above -> name.startsWith(above + "."))) {
                top.add(name);
            }
        }
        return top;
    }

    private String find(String logger) {
        var owners = packages();
        for (String name = logger; ; ) {
            String owner = owners.get(name);
            if (owner != null) {
                return owner;
            }
            int dot = name.lastIndexOf('.');
            if (dot < 0) {
                return NOBODY;
            }
            name = name.substring(0, dot);
        }
    }

    private Map<String, String> packages() {
        Map<String, String> now = packages;
        if (now == null) {
            Map<String, String> made = new HashMap<>();
            for (Bundle bundle : context.getBundles()) {
                String name = bundle.getSymbolicName();
                if (name != null && bundle.getBundleId() != 0) {
                    packagesOf(bundle).forEach(each -> made.putIfAbsent(each, name));
                }
            }
            now = Collections.unmodifiableMap(made);
            packages = now;
        }
        return now;
    }

    /** bnd writes the packages of a bundle into its manifest; its symbolic name is often one, too. */
    private static Set<String> packagesOf(Bundle bundle) {
        var packages = new TreeSet<String>();
        packages.add(String.valueOf(bundle.getSymbolicName()));
        for (String header : new String[] {"Private-Package", "Export-Package"}) {
            String value = bundle.getHeaders("").get(header);
            if (value != null) {
                for (String clause : value.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
                    String name = clause.split(";", 2)[0].strip();
                    if (!name.isEmpty()) {
                        packages.add(name);
                    }
                }
            }
        }
        return packages;
    }

    private void changed(BundleEvent event) {
        if ((event.getType() & (BundleEvent.RESOLVED | BundleEvent.UNINSTALLED)) != 0) {
            packages = null;
            known.clear();
        }
    }
}
