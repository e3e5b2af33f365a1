/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.osgi.framework.Constants;

/**
 * Takes the imports away that can be wired in one way only and tell nobody anything: of packages that the bundle itself
 * exports and no other does, and of packages of the JDK. It halves what the framework has to resolve at each start.
 * Other imports stay, because the service registry compares their wires. What packages use of each other goes, too, of
 * mere libraries all that nobody asks for, and the exports of libraries that are for the platform alone: all of it is on
 * one class path anyway.
 */
final class ImportTrimmer {
    /** What must be known of a jar that becomes no bundle in Connect mode; classic mode reads the jar itself. */
    private static final Set<String> OF_LIBRARIES = Set.of(
            Constants.BUNDLE_MANIFESTVERSION,
            Constants.BUNDLE_SYMBOLICNAME,
            Constants.BUNDLE_VERSION,
            Constants.EXPORT_PACKAGE,
            Constants.PROVIDE_CAPABILITY);

    private final Set<String> jdk = new HashSet<>();
    private final Map<String, Integer> exporters = new HashMap<>();
    private final Set<String> inside = new HashSet<>();

    ImportTrimmer(List<PlatformJar> jars) {
        for (Module module : ModuleLayer.boot().modules()) {
            // the class path itself is an unnamed module, which is in no layer
            jdk.addAll(module.getPackages());
        }
        for (PlatformJar jar : jars) {
            for (String exported : exports(jar)) {
                exporters.merge(exported, 1, Integer::sum);
            }
        }
        jars.stream().filter(PlatformJar::isInside).forEach(jar -> inside.addAll(exports(jar)));
        jars.stream().filter(jar -> !jar.isInside()).forEach(jar -> inside.removeAll(exports(jar)));
    }

    PlatformJar trim(PlatformJar jar) {
        boolean connectable = jar.role() == PlatformJar.Role.BUNDLE || jar.role() == PlatformJar.Role.SHARED;
        if (!connectable) {
            return jar;
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(jar.headers());
        keepUseful(Constants.IMPORT_PACKAGE, headers, trimmed(jar));
        // One class path has one copy of each class: what packages use of each other need not be checked.
        keepUseful(Constants.EXPORT_PACKAGE, headers, jar.isInside() ? "" : withoutUses(jar, Constants.EXPORT_PACKAGE));
        keepUseful(Constants.PROVIDE_CAPABILITY, headers, withoutUses(jar, Constants.PROVIDE_CAPABILITY));
        if (jar.role() == PlatformJar.Role.BUNDLE && jar.hasPackagesAlone()) {
            headers.keySet().removeIf(name -> !OF_LIBRARIES.contains(name));
        }
        return new PlatformJar(jar.file(), jar.role(), jar.size(), headers, jar.configuration());
    }

    private static void keepUseful(String name, Map<String, String> headers, String value) {
        if (value.isEmpty()) {
            headers.remove(name);
        } else {
            headers.put(name, value);
        }
    }

    private static String withoutUses(PlatformJar jar, String header) {
        return HeaderClauses.withoutUses(jar.headers().getOrDefault(header, ""));
    }

    private String trimmed(PlatformJar jar) {
        String imports = jar.headers().getOrDefault(Constants.IMPORT_PACKAGE, "");
        Set<String> own = exports(jar);
        StringBuilder kept = new StringBuilder();
        for (String clause : HeaderClauses.split(imports)) {
            if (!needless(HeaderClauses.name(clause), own)) {
                kept.append(kept.length() == 0 ? "" : ",").append(clause);
            }
        }
        return kept.toString();
    }

    List<PlatformJar> trim(List<PlatformJar> jars) {
        List<PlatformJar> trimmed = new ArrayList<>(jars.size());
        for (PlatformJar jar : jars) {
            trimmed.add(trim(jar));
        }
        return trimmed;
    }

    private boolean needless(String name, Set<String> own) {
        int exportedBy = exporters.getOrDefault(name, 0);
        if (inside.contains(name)) {
            return true;
        }
        return own.contains(name) ? exportedBy == 1 : exportedBy == 0 && jdk.contains(name);
    }

    private static Set<String> exports(PlatformJar jar) {
        Set<String> names = new HashSet<>();
        for (String clause : HeaderClauses.split(jar.headers().getOrDefault(Constants.EXPORT_PACKAGE, ""))) {
            names.add(HeaderClauses.name(clause));
        }
        return names;
    }
}
