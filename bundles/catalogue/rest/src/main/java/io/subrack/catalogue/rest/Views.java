/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.catalogue.api.Entry;
import io.subrack.catalogue.api.Offer;
import io.subrack.catalogue.api.RepositoryState;
import io.subrack.catalogue.api.Resolution;
import io.subrack.catalogue.api.Update;
import io.subrack.catalogue.api.Updates;
import io.subrack.web.resources.spi.Page;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What is answered, in JSON. */
final class Views {
    private Views() {}

    /** A repository and how it is. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record RepositoryView(
            String id,
            String kind,
            String url,
            int priority,
            boolean enabled,
            @Nullable String credentialsRef,
            @Nullable Instant checked,
            int bundles,
            String status,
            @Nullable String problem,
            List<String> usedBy) {
        static RepositoryView of(RepositoryState it) {
            return new RepositoryView(
                    it.repository().id(),
                    lower(it.repository().kind()),
                    it.repository().url(),
                    it.repository().priority(),
                    it.repository().enabled(),
                    it.repository().credentials().orElse(null),
                    it.checked().orElse(null),
                    it.bundles(),
                    lower(it.status()),
                    it.problem().orElse(null),
                    it.usedBy());
        }
    }

    /** A bundle in the list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String symbolicName,
            String name,
            String description,
            List<String> versions,
            String latest,
            String repository,
            @Nullable String coordinates,
            @Nullable String installed) {
        static Item of(Entry it) {
            Offer latest = it.offers().get(0);
            return new Item(
                    it.symbolicName(),
                    it.name(),
                    it.description(),
                    it.offers().stream().map(Offer::version).distinct().toList(),
                    latest.version(),
                    latest.repository(),
                    latest.coordinates().orElse(null),
                    it.installed().orElse(null));
        }
    }

    /** A bundle with all its versions. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Detail(
            String symbolicName,
            String name,
            String description,
            @Nullable String installed,
            List<VersionView> versions) {
        static Detail of(Entry it) {
            return new Detail(
                    it.symbolicName(),
                    it.name(),
                    it.description(),
                    it.installed().orElse(null),
                    it.offers().stream().map(VersionView::of).toList());
        }
    }

    /** A version that a repository has. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VersionView(
            String symbolicName,
            String version,
            String repository,
            @Nullable String coordinates,
            @Nullable String sha256,
            @Nullable Long size,
            List<String> requirements) {
        static VersionView of(Offer it) {
            return new VersionView(
                    it.symbolicName(),
                    it.version(),
                    it.repository(),
                    it.coordinates().orElse(null),
                    it.sha256().orElse(null),
                    number(it.size()),
                    it.requirements());
        }

        private static @Nullable Long number(OptionalLong value) {
            return value.isPresent() ? value.getAsLong() : null;
        }
    }

    /** What could be updated. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UpdatesView(
            @Nullable Instant checked,
            List<UpdateView> items,
            @Nullable String next) {
        static UpdatesView of(Updates it, Page<UpdateView> page) {
            return new UpdatesView(it.checked().orElse(null), page.items(), page.next());
        }
    }

    /** A bundle that could be updated. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record UpdateView(
            String bundle,
            String version,
            String latest,
            String repository,
            @Nullable String coordinates) {
        static UpdateView of(Update it) {
            return new UpdateView(
                    it.bundle(),
                    it.version(),
                    it.latest(),
                    it.repository(),
                    it.coordinates().orElse(null));
        }
    }

    /** What was downloaded, and the plan to deploy it. */
    record ResolutionView(List<ArtifactView> artifacts, Map<String, Object> plan) {
        static ResolutionView of(Resolution it, Map<String, Object> plan) {
            return new ResolutionView(
                    it.artifacts().stream().map(ArtifactView::of).toList(), plan);
        }
    }

    /** A bundle that was downloaded. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ArtifactView(
            String symbolicName,
            String version,
            String sha256,
            long size,
            @Nullable String repository,
            @Nullable String coordinates,
            SignatureView signature,
            String why) {
        static ArtifactView of(Resolution.Artifact it) {
            return new ArtifactView(
                    it.symbolicName(),
                    it.version(),
                    it.sha256().hex(),
                    it.size(),
                    it.repository().orElse(null),
                    it.coordinates().orElse(null),
                    new SignatureView(it.signature(), it.signer().orElse(null)),
                    it.why());
        }
    }

    /** How a bundle is signed. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SignatureView(String state, @Nullable String signer) {}

    /** A job that was started. */
    record JobLink(String id, String href) {}

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
