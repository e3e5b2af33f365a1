/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.Entry;
import io.subrack.catalogue.api.Offer;
import io.subrack.catalogue.provider.KnownBundles.Known;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Constants;
import org.osgi.framework.Filter;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** Finds bundles in the repositories. Thread-safe. */
final class Search {
    private static final int MOST_TRIED = 8;

    private final Sources sources;
    private final Function<String, Optional<Version>> installed;

    /** @param installed returns the version of a bundle of the current set */
    Search(Sources sources, Function<String, Optional<Version>> installed) {
        this.sources = sources;
        this.installed = installed;
    }

    /** Returns the bundles whose texts have a text, or the one of these coordinates. */
    List<Entry> entries(String text, String repository, Deadline deadline) {
        if (text.contains(":")) {
            return maven(text, repository, deadline).stream().toList();
        }
        String words = text.toLowerCase(Locale.ROOT).strip();
        Map<String, List<Offer>> offers = new TreeMap<>();
        Map<String, String[]> texts = new HashMap<>();
        for (BundleSource source : sources.bundles()) {
            if (isIn(source, repository)) {
                source.bundles(deadline).stream()
                        .filter(it -> has(words, it.symbolicName(), it.name(), it.description()))
                        .forEach(it -> {
                            offers.computeIfAbsent(it.symbolicName(), any -> new ArrayList<>())
                                    .add(offer(source, it));
                            texts.putIfAbsent(it.symbolicName(), new String[] {it.name(), it.description()});
                        });
            }
        }
        for (MavenSource source : sources.maven()) {
            if (isIn(source, repository)) {
                KnownBundles.all().stream()
                        .filter(it ->
                                has(words, it.symbolicName(), it.coordinates().module(), it.description()))
                        .forEach(it -> {
                            known(source, it)
                                    .forEach(
                                            offer -> offers.computeIfAbsent(it.symbolicName(), any -> new ArrayList<>())
                                                    .add(offer));
                            texts.putIfAbsent(
                                    it.symbolicName(),
                                    new String[] {it.coordinates().artifact(), it.description()});
                        });
            }
        }
        List<Entry> entries = new ArrayList<>();
        offers.forEach((name, of) -> {
            String[] said = texts.getOrDefault(name, new String[] {name, ""});
            entries.add(entry(name, said[0], said[1], of));
        });
        return entries;
    }

    private static boolean isIn(Source source, String repository) {
        return repository.isEmpty() || source.repository().id().equals(repository);
    }

    private static boolean has(String words, String... texts) {
        return words.isEmpty()
                || Stream.of(texts).anyMatch(it -> it.toLowerCase(Locale.ROOT).contains(words));
    }

    private Entry entry(String symbolicName, String name, String description, List<Offer> offers) {
        List<Offer> newestFirst = offers.stream()
                .sorted(Comparator.comparing(Offer::version, MavenVersion.ORDER).reversed())
                .toList();
        return new Entry(
                symbolicName,
                name,
                description,
                newestFirst,
                installed.apply(symbolicName).map(Version::toString));
    }

    private static List<Offer> known(MavenSource source, Known known) {
        Coordinates at = known.coordinates();
        List<String> versions = source.knownVersions(at.group(), at.artifact());
        return (versions.isEmpty() ? List.of(at.version()) : versions)
                .stream()
                        .map(version -> offer(source, known.symbolicName(), at.withVersion(version)))
                        .toList();
    }

    static Offer offer(MavenSource source, String symbolicName, Coordinates coordinates) {
        return new Offer(
                symbolicName,
                coordinates.version(),
                source.repository().id(),
                Optional.of(coordinates.toString()),
                Optional.empty(),
                OptionalLong.empty(),
                List.of());
    }

    static Offer offer(BundleSource source, IndexedBundle it) {
        return new Offer(
                it.symbolicName(),
                it.version().toString(),
                source.repository().id(),
                Optional.empty(),
                it.sha256(),
                it.size(),
                it.requirements().stream().map(Object::toString).toList());
    }

    /** Returns what Maven repositories have at {@code group:artifact} or {@code group:artifact:version}. */
    private Optional<Entry> maven(String text, String repository, Deadline deadline) {
        String[] parts = text.strip().split(":", -1);
        if (parts.length < 2 || parts.length > 3 || !Stream.of(parts).allMatch(Coordinates::isPart)) {
            return Optional.empty();
        }
        Optional<Known> known = KnownBundles.all().stream()
                .filter(it -> it.coordinates().module().equals(parts[0] + ":" + parts[1]))
                .findFirst();
        String name = known.map(Known::symbolicName).orElse(parts[0] + ":" + parts[1]);
        List<Offer> offers = new ArrayList<>();
        for (MavenSource source : sources.maven()) {
            if (isIn(source, repository)) {
                source.versions(parts[0], parts[1], deadline).stream()
                        .filter(version -> parts.length == 2 || version.equals(parts[2]))
                        .forEach(version ->
                                offers.add(offer(source, name, new Coordinates(parts[0], parts[1], version))));
            }
        }
        return offers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        entry(name, parts[1], known.map(Known::description).orElse(""), offers));
    }

    /** Returns a bundle with all its versions. */
    Optional<Entry> bundle(String symbolicName, Optional<Coordinates> origin, Deadline deadline) {
        if (symbolicName.contains(":")) {
            return maven(symbolicName, "", deadline);
        }
        List<Offer> offers = new ArrayList<>();
        String[] texts = {symbolicName, ""};
        for (BundleSource source : sources.bundles()) {
            source.bundles(deadline).stream()
                    .filter(it -> it.symbolicName().equals(symbolicName))
                    .forEach(it -> {
                        offers.add(offer(source, it));
                        texts[0] = it.name();
                        texts[1] = it.description();
                    });
        }
        Optional<Coordinates> module = origin.or(() -> KnownBundles.all().stream()
                .filter(it -> it.symbolicName().equals(symbolicName))
                .map(Known::coordinates)
                .findFirst());
        module.flatMap(it -> maven(it.module(), "", deadline)).ifPresent(it -> {
            it.offers()
                    .forEach(each -> offers.add(new Offer(
                            symbolicName,
                            each.version(),
                            each.repository(),
                            each.coordinates(),
                            each.sha256(),
                            each.size(),
                            each.requirements())));
            texts[1] = texts[1].isEmpty() ? it.description() : texts[1];
        });
        return offers.isEmpty() ? Optional.empty() : Optional.of(entry(symbolicName, texts[0], texts[1], offers));
    }

    /** Returns what is wanted by symbolic name: the highest version first, of the repository that is asked first. */
    List<Candidate> named(
            String symbolicName, @Nullable VersionRange range, Optional<String> repository, Deadline deadline) {
        Comparator<Map.Entry<Version, Candidate>> byVersion = Map.Entry.comparingByKey();
        return sources.bundles().stream()
                .filter(it -> repository.isEmpty() || it.repository().id().equals(repository.get()))
                .flatMap(source -> source.bundles(deadline).stream()
                        .filter(it -> it.symbolicName().equals(symbolicName))
                        .filter(it -> range == null || range.includes(it.version()))
                        .map(it -> Map.entry(it.version(), Candidate.of(source, it))))
                .sorted(byVersion.reversed())
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Returns what may satisfy a requirement: of indexes what does, and well-known bundles of Maven repositories. */
    List<Offer> offers(String namespace, String filter, Function<BundleSource, List<IndexedBundle>> of) {
        List<Offer> offers = new ArrayList<>();
        for (Candidate each : providing(namespace, IndexedBundle.filter(filter), of)) {
            if (each.source() instanceof BundleSource source) {
                each.bundle().ifPresent(it -> offers.add(offer(source, it)));
            }
        }
        for (MavenSource source : sources.maven()) {
            hints(namespace, filter)
                    .forEach(it -> offers.add(offer(source, it.symbolicName(), likely(source, it, namespace, filter))));
        }
        return offers;
    }

    /** Returns the version that will probably do: packages often have the version of their bundle. */
    private static Coordinates likely(MavenSource source, Known known, String namespace, String filter) {
        Coordinates at = known.coordinates();
        Filter parsed = IndexedBundle.filter(filter);
        List<String> versions = new ArrayList<>(source.knownVersions(at.group(), at.artifact()));
        versions.add(at.version());
        return versions.stream()
                .filter(it -> isLike(it, at.version()))
                .filter(it -> parsed == null
                        || parsed.matches(Map.of(
                                namespace,
                                KnownBundles.value(filter, namespace),
                                Constants.VERSION_ATTRIBUTE,
                                MavenVersion.osgi(it),
                                Constants.BUNDLE_VERSION_ATTRIBUTE,
                                MavenVersion.osgi(it))))
                .findFirst()
                .map(at::withVersion)
                .orElse(at);
    }

    private static boolean isLike(String version, String known) {
        return MavenVersion.isRelease(version) && MavenVersion.flavour(version).equals(MavenVersion.flavour(known));
    }

    /**
     * Returns bundles that satisfy a requirement, the best first: those that replace nothing that is installed, then the
     * highest version of what is asked for.
     */
    List<Candidate> providing(
            String namespace, @Nullable Filter filter, Function<BundleSource, List<IndexedBundle>> of) {
        record Found(Candidate candidate, Version version, IndexedBundle bundle) {}
        List<Found> all = new ArrayList<>();
        for (BundleSource source : sources.bundles()) {
            of.apply(source)
                    .forEach(it -> it.provided(namespace, filter)
                            .ifPresent(version -> all.add(new Found(Candidate.of(source, it), version, it))));
        }
        Comparator<Found> best = Comparator.comparing(
                it -> installed.apply(it.bundle().symbolicName()).isPresent());
        return all.stream()
                .sorted(best.thenComparing(Found::version, Comparator.reverseOrder())
                        .thenComparing(it -> it.bundle().version(), Comparator.reverseOrder()))
                .map(Found::candidate)
                .toList();
    }

    /** Returns what well-known bundles may satisfy a requirement; whether they do shows when they are here. */
    static List<Known> hints(String namespace, String filter) {
        return KnownBundles.all().stream()
                .filter(it -> it.mayProvide(namespace, filter))
                .toList();
    }

    /** Returns versions worth a try: the one that is known, the newest release, and those before other major versions. */
    List<Candidate> versions(MavenSource source, Coordinates known, Deadline deadline) {
        Map<String, Candidate> all = new LinkedHashMap<>();
        try {
            Map<Integer, String> byMajor = new LinkedHashMap<>();
            for (String version : source.versions(known.group(), known.artifact(), deadline)) {
                if (isLike(version, known.version())) {
                    byMajor.putIfAbsent(MavenVersion.osgi(version).getMajor(), version);
                }
            }
            byMajor.values().stream()
                    .limit(MOST_TRIED)
                    .forEach(it -> all.put(it, Candidate.of(source, known.withVersion(it))));
            if (!byMajor.isEmpty()) {
                all.putIfAbsent(known.version(), Candidate.of(source, known));
            }
        } catch (CatalogueException e) {
            // another repository may have it
        }
        return List.copyOf(all.values());
    }
}
