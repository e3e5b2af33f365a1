/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.subrack.catalogue.api.Repository;
import io.subrack.catalogue.api.RepositoryDraft;
import io.subrack.catalogue.api.Wanted;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.api.Sha256;
import io.subrack.web.resources.spi.JsonBody;
import io.subrack.web.resources.spi.Query;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.osgi.framework.VersionRange;

/** The JSON object of a request. */
final class Body {
    static final int MAX_WANTED = 100;

    private static final int MAX_BYTES = 262_144;
    private static final int MAX_TEXT_CHARS = 2_000;
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.+-]{0,199}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.:+-]{0,399}");

    private final JsonNode root;

    private Body(JsonNode root) {
        this.root = root;
    }

    /** @throws ProblemException if it is no JSON object, or has a member that nobody reads */
    static Body read(InputStream content, String... known) throws IOException {
        return new Body(JsonBody.read(content, MAX_BYTES, known));
    }

    private static Body of(JsonNode node, String where, String... known) {
        return new Body(JsonBody.object(node, where, known));
    }

    private Optional<String> text(String member) {
        JsonNode node = root.path(member);
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (!node.isTextual() || node.textValue().length() > MAX_TEXT_CHARS) {
            throw Query.bad(member + " must be a text of at most " + MAX_TEXT_CHARS + " characters");
        }
        return Optional.of(node.textValue());
    }

    private String required(String member) {
        return text(member).orElseThrow(() -> Query.bad(member + " must be there, and a text"));
    }

    private int number(String member, int otherwise) {
        JsonNode node = root.path(member);
        if (node.isMissingNode()) {
            return otherwise;
        }
        if (!node.isInt()) {
            throw Query.bad(member + " must be a whole number");
        }
        return node.intValue();
    }

    private boolean flag(String member, boolean otherwise) {
        JsonNode node = root.path(member);
        if (!node.isMissingNode() && !node.isBoolean()) {
            throw Query.bad(member + " must be true or false");
        }
        return node.asBoolean(otherwise);
    }

    /**
     * Returns the repository that is described.
     *
     * @param id where the path says it; empty if the body must
     */
    RepositoryDraft repository(Optional<String> id) {
        String said = id.isPresent() ? text("id").orElse(id.get()) : required("id");
        if (id.isPresent() && !said.equals(id.get())) {
            throw Query.bad("id must be that of the path: a repository keeps its id");
        }
        return new RepositoryDraft(
                said,
                kind(),
                required("url").strip(),
                number("priority", Repository.DEFAULT_PRIORITY),
                flag("enabled", true),
                text("credentialsRef").filter(it -> !it.isBlank()));
    }

    private Repository.Kind kind() {
        try {
            return Repository.Kind.valueOf(required("kind").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw Query.bad("kind must be maven, r5 or folder");
        }
    }

    /** Returns why, in the author's words. */
    String reason() {
        String reason = text("reason").orElse("");
        if (reason.length() > DeploymentRequest.MAX_TEXT_CHARS) {
            throw Query.bad("reason must have at most " + DeploymentRequest.MAX_TEXT_CHARS + " characters");
        }
        return reason;
    }

    List<Wanted> wanted() {
        JsonNode requests = root.path("requests");
        if (!requests.isArray() || requests.isEmpty() || requests.size() > MAX_WANTED) {
            throw Query.bad("requests must be a list of 1 to " + MAX_WANTED + " objects");
        }
        List<Wanted> wanted = new ArrayList<>();
        requests.forEach(node -> wanted.add(
                of(node, "each request", "artifact", "coordinates", "symbolicName", "versionRange", "repository", "url")
                        .one()));
        return wanted;
    }

    private Wanted one() {
        Map<String, Function<String, Wanted>> ways = Map.of(
                "artifact", Body::stored,
                "coordinates", Body::coordinates,
                "symbolicName", this::named,
                "url", Body::address);
        List<String> named =
                ways.keySet().stream().filter(it -> text(it).isPresent()).toList();
        if (named.size() != 1) {
            throw Query.bad("each request must have one of artifact, coordinates, symbolicName and url");
        }
        String way = named.get(0);
        return Objects.requireNonNull(ways.get(way)).apply(required(way));
    }

    private static Wanted stored(String digest) {
        try {
            return new Wanted.Stored(new Sha256(digest));
        } catch (IllegalArgumentException e) {
            throw Query.bad("artifact must be a SHA-256 in 64 lower-case hexadecimal digits");
        }
    }

    private static Wanted address(String url) {
        try {
            return new Wanted.Address(new URI(url));
        } catch (URISyntaxException e) {
            throw Query.bad("url must be an address");
        }
    }

    private static Wanted coordinates(String text) {
        String[] parts = text.strip().split(":", -1);
        for (String part : parts) {
            if (parts.length < 2 || parts.length > 3 || !PART.matcher(part).matches() || part.contains("..")) {
                throw Query.bad("coordinates must be group:artifact or group:artifact:version");
            }
        }
        return new Wanted.Coordinates(parts[0], parts[1], parts.length == 3 ? Optional.of(parts[2]) : Optional.empty());
    }

    private Wanted named(String symbolicName) {
        Optional<String> range = text("versionRange").filter(it -> !it.isBlank());
        if (!NAME.matcher(symbolicName).matches()) {
            throw Query.bad("symbolicName must be a symbolic name, as com.acme.text");
        }
        if (symbolicName.contains(":")) {
            return coordinates(symbolicName + range.map(it -> ":" + it).orElse(""));
        }
        try {
            range.ifPresent(VersionRange::valueOf);
        } catch (IllegalArgumentException e) {
            throw Query.bad("versionRange must be a version or a range, as [1.2,2)");
        }
        return new Wanted.Named(symbolicName, range, text("repository").filter(it -> !it.isBlank()));
    }
}
