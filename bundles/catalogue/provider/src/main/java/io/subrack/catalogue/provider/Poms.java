/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.provider.Pom.Dependency;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what an artifact depends on, with what its parents and imported POMs say. Lasts for one resolution. */
final class Poms {
    private static final int MAX_POMS = 60;
    private static final int MAX_PARENTS = 10;
    private static final int MAX_NESTING = 8;
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^${}]{1,200})}");

    private final Function<Coordinates, Optional<Pom>> load;
    private final Map<Coordinates, Optional<Pom>> loaded = new HashMap<>();

    Poms(Function<Coordinates, Optional<Pom>> load) {
        this.load = load;
    }

    /** Returns the dependencies at run time whose version is known, the likeliest first. */
    List<Coordinates> dependencies(Coordinates artifact) {
        List<Pom> line = line(artifact);
        Map<String, String> properties = properties(line);
        Map<String, String> managed = managed(line, properties);
        Map<String, Dependency> all = new LinkedHashMap<>();
        for (Pom pom : line) {
            pom.dependencies().forEach(it -> all.putIfAbsent(filled(it.module(), properties), it));
        }
        return all.values().stream()
                .filter(Poms::isForRunTime)
                .sorted(Comparator.comparingInt(
                        it -> (it.optional() ? 1 : 0) + ("provided".equals(it.scope()) ? 1 : 0)))
                .flatMap(it -> {
                    String version = it.version().isEmpty()
                            ? managed.getOrDefault(filled(it.module(), properties), "")
                            : filled(it.version(), properties);
                    return Coordinates.of(
                            filled(it.group(), properties), filled(it.artifact(), properties), exact(version))
                            .stream();
                })
                .toList();
    }

    private static boolean isForRunTime(Dependency it) {
        return !List.of("test", "system", "import").contains(it.scope())
                && List.of("", "jar", "bundle").contains(it.type())
                && it.classifier().isEmpty();
    }

    /** Returns the version; of a range its lower end. */
    private static String exact(String version) {
        return version.startsWith("[")
                ? version.substring(1).split("[,\\]]", 2)[0].strip()
                : version;
    }

    private List<Pom> line(Coordinates artifact) {
        List<Pom> line = new ArrayList<>();
        Optional<Coordinates> next = Optional.of(artifact);
        while (next.isPresent() && line.size() < MAX_PARENTS) {
            Pom pom = pom(next.get());
            if (pom == null) {
                break;
            }
            line.add(pom);
            next = pom.parent();
        }
        return line;
    }

    private @Nullable Pom pom(Coordinates coordinates) {
        Optional<Pom> known = loaded.get(coordinates);
        if (known == null) {
            known = loaded.size() < MAX_POMS ? load.apply(coordinates) : Optional.empty();
            loaded.put(coordinates, known);
        }
        return known.orElse(null);
    }

    private static Map<String, String> properties(List<Pom> line) {
        Map<String, String> all = new HashMap<>();
        line.forEach(pom -> pom.properties().forEach(all::putIfAbsent));
        return all;
    }

    private Map<String, String> managed(List<Pom> line, Map<String, String> properties) {
        Map<String, String> all = new HashMap<>();
        List<Dependency> imports = new ArrayList<>();
        for (Pom pom : line) {
            for (Dependency it : pom.managed()) {
                if ("import".equals(it.scope())) {
                    imports.add(it);
                } else {
                    all.putIfAbsent(filled(it.module(), properties), filled(it.version(), properties));
                }
            }
        }
        for (Dependency it : imports) {
            Coordinates.of(
                            filled(it.group(), properties),
                            filled(it.artifact(), properties),
                            filled(it.version(), properties))
                    .ifPresent(bom -> {
                        List<Pom> its = line(bom);
                        Map<String, String> own = properties(its);
                        its.forEach(pom -> pom.managed()
                                .forEach(each ->
                                        all.putIfAbsent(filled(each.module(), own), filled(each.version(), own))));
                    });
        }
        return all;
    }

    private static String filled(String text, Map<String, String> properties) {
        String result = text;
        for (int i = 0; i < MAX_NESTING && result.contains("${") && result.length() < 10_000; i++) {
            Matcher matcher = PROPERTY.matcher(result);
            result = matcher.replaceAll(it -> Matcher.quoteReplacement(properties.getOrDefault(it.group(1), "")));
        }
        return result;
    }
}
