/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import io.subrack.catalogue.api.Repository;
import io.subrack.catalogue.api.RepositoryDraft;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The repositories as something that can be read. Thread-safe. */
final class Sources {
    private static final int MAX_URL_CHARS = 500;
    private static final int MAX_SECRET_BYTES = 4_096;
    private static final Pattern REFERENCE =
            Pattern.compile("\\$\\[(secret|file):([A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)]");

    private final RepositoryStore store;
    private final Fetcher fetcher;
    private final CatalogueSettings settings;
    private final Path home;
    private final Path data;
    private final Path config;
    private final Map<String, Source> open = new HashMap<>(); // guarded by itself

    Sources(RepositoryStore store, Fetcher fetcher, CatalogueSettings settings, Path home, Path data, Path config) {
        this.store = store;
        this.fetcher = fetcher;
        this.settings = settings;
        this.home = home;
        this.data = data;
        this.config = config;
    }

    /** Returns what is asked, in order. */
    List<Source> enabled() {
        return store.all().stream().filter(Repository::enabled).map(this::of).toList();
    }

    List<BundleSource> bundles() {
        return of(BundleSource.class).toList();
    }

    List<MavenSource> maven() {
        return of(MavenSource.class).toList();
    }

    private <T extends Source> Stream<T> of(Class<T> type) {
        return enabled().stream().filter(type::isInstance).map(type::cast);
    }

    Source of(Repository repository) {
        synchronized (open) {
            Source known = open.get(repository.id());
            if (known == null || !known.repository().equals(repository)) {
                known = open(repository);
                open.put(repository.id(), known);
            }
            return known;
        }
    }

    private Source open(Repository repository) {
        return switch (repository.kind()) {
            case MAVEN -> new MavenSource(repository, fetcher, this::authorization, settings);
            case R5 ->
                new IndexSource(
                        repository,
                        fetcher,
                        this::authorization,
                        data.resolve(RepositoryCatalogue.DIRECTORY),
                        settings);
            case FOLDER -> new FolderSource(repository, folder(repository.url()), settings.maxArtifact());
        };
    }

    /** @throws CatalogueException saying what is wrong with a repository that somebody wants */
    void check(RepositoryDraft draft) {
        if (!Repository.ID.matcher(draft.id()).matches()) {
            throw invalid(
                    "The id must be 1 to 64 lower-case letters, digits, '.', '_' and '-', and begin with a letter or"
                            + " digit.");
        }
        if (draft.priority() < 0 || draft.priority() > Repository.MAX_PRIORITY) {
            throw invalid("The priority must be 0 to " + Repository.MAX_PRIORITY + ".");
        }
        draft.credentials().ifPresent(reference -> {
            if (!REFERENCE.matcher(reference).matches()) {
                throw invalid("Credentials must be a reference to a secret, as $[secret:nexus]. Set the secret first.");
            }
        });
        if (draft.kind() == Repository.Kind.FOLDER) {
            folder(draft.url());
        } else {
            checkAddress(draft.url());
        }
    }

    private void checkAddress(String text) {
        try {
            URI url = new URI(text);
            boolean web = List.of("http", "https").contains(AddressRules.scheme(url));
            if (!web
                    || text.length() > MAX_URL_CHARS
                    || url.getHost() == null
                    || url.getRawUserInfo() != null
                    || url.getRawQuery() != null
                    || url.getRawFragment() != null) {
                throw invalid(
                        "The url must be a http or https address of at most " + MAX_URL_CHARS
                                + " characters without user, query and fragment. Credentials are referred to by credentialsRef.");
            }
            if (!"https".equals(AddressRules.scheme(url)) && !settings.plainHttp() && !isThisMachine(url.getHost())) {
                throw invalid(
                        "The url must be https; plain http needs http.allowed in " + CatalogueConfiguration.PID + ".");
            }
        } catch (URISyntaxException e) {
            throw invalid("The url is no address: " + e.getMessage());
        }
    }

    private static boolean isThisMachine(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127([.][0-9]{1,3}){3}");
    }

    /** Returns a directory below the installation, or one that the configuration allows. */
    private Path folder(String text) {
        try {
            Path path = Path.of(text);
            Path whole = (path.isAbsolute() ? path : home.resolve(path)).normalize();
            boolean allowed = Stream.concat(Stream.of(home), settings.folders().stream())
                    .anyMatch(root -> whole.startsWith(root.normalize()));
            if (text.isBlank() || !allowed || !real(whole)) {
                throw invalid("The url of a folder must be a path below the installation, or below one of 'folders' of "
                        + CatalogueConfiguration.PID + ".");
            }
            if (whole.startsWith(data.normalize()) || whole.startsWith(config.normalize())) {
                throw invalid("A repository cannot lie in the data or configuration directory.");
            }
            return whole;
        } catch (InvalidPathException e) {
            throw invalid("The url is no path: " + e.getMessage());
        }
    }

    /** Says whether links do not lead elsewhere. */
    private boolean real(Path folder) {
        if (!Files.exists(folder)) {
            return true;
        }
        try {
            Path target = folder.toRealPath();
            for (Path root :
                    Stream.concat(Stream.of(home), settings.folders().stream()).toList()) {
                if (Files.exists(root) && target.startsWith(root.toRealPath())) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static CatalogueException invalid(String sentence) {
        return new CatalogueException(CatalogueProblem.REPOSITORY_INVALID, sentence);
    }

    /** Returns the header for a repository's server: {@code user:password} makes Basic, anything else Bearer. */
    private Optional<String> authorization(Repository repository) {
        return repository.credentials().map(reference -> {
            Matcher matcher = REFERENCE.matcher(reference);
            if (!matcher.matches()) {
                throw invalid("Credentials must be a reference to a secret, as $[secret:nexus].");
            }
            Path file = (matcher.group(1).equals("secret") ? data : config)
                    .resolve("secrets")
                    .resolve(matcher.group(2));
            try {
                if (Files.size(file) > MAX_SECRET_BYTES) {
                    throw new IOException("it is too long");
                }
                String text = Files.readString(file).strip();
                if (!text.chars().allMatch(c -> c >= 0x20 && c < 0x7f)) {
                    throw new IOException("it has characters that cannot be sent");
                }
                return text.contains(":")
                        ? "Basic " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
                        : "Bearer " + text;
            } catch (IOException e) {
                throw new CatalogueException(
                        CatalogueProblem.REPOSITORY_FAILED,
                        "The credentials " + reference + " of repository " + repository.id()
                                + " cannot be read. Set that secret.",
                        e);
            }
        });
    }
}
