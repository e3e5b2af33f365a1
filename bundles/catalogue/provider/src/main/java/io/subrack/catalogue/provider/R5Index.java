/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.provider.IndexedBundle.Capability;
import io.subrack.catalogue.provider.IndexedBundle.Requirement;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.IdentityNamespace;

/**
 * Reads an OSGi repository index (Compendium 132.5) as it streams in. What one resource says wrongly leaves out that
 * resource; what cannot be read at all fails the index.
 */
final class R5Index {
    static final int MAX_RESOURCES = 50_000;
    private static final int MAX_CAPABILITIES = 2_000_000;
    private static final int MAX_VALUE_CHARS = 65_536;
    private static final String CONTENT = "osgi.content";

    private final URI base;
    private final List<IndexedBundle> bundles = new ArrayList<>();
    private final Map<String, String> texts = new HashMap<>();
    private int resources;
    private int capabilities;
    private int leftOut;
    private String reason = "";

    private R5Index(URI base) {
        this.base = base;
    }

    /**
     * @param bundles those that can be used
     * @param leftOut how many resources cannot
     * @param reason what is wrong with one of them
     */
    record Read(List<IndexedBundle> bundles, int leftOut, String reason) {}

    /**
     * Reads an index.
     *
     * @param content plain or compressed
     * @param base where it comes from; jars must be on the same server
     * @param maxBytes how long it may be unpacked
     * @throws IOException saying what is wrong with it
     */
    static Read read(InputStream content, URI base, long maxBytes) throws IOException {
        R5Index index = new R5Index(base);
        try {
            XMLStreamReader reader = Xml.reader(new Xml.Limited(unpacked(content), maxBytes));
            index.read(reader);
            return new Read(List.copyOf(index.bundles), index.leftOut, index.reason);
        } catch (XMLStreamException e) {
            throw new IOException("it is no OSGi repository index: " + firstLine(e), e);
        }
    }

    private static String firstLine(Exception e) {
        String message = String.valueOf(e.getMessage());
        return Manifests.shortened(message.lines().reduce("", (all, line) -> (all + " " + line).strip()));
    }

    private static InputStream unpacked(InputStream content) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(content);
        buffered.mark(2);
        boolean packed = buffered.read() == 0x1f && buffered.read() == 0x8b;
        buffered.reset();
        return packed ? new GZIPInputStream(buffered) : buffered;
    }

    private void read(XMLStreamReader reader) throws XMLStreamException {
        Xml.Walk walk = new Xml.Walk(reader);
        if (!walk.next() || !reader.getLocalName().equals("repository")) {
            throw new XMLStreamException("its root element is not 'repository'");
        }
        Resource resource = new Resource();
        while (walk.next()) {
            String name = reader.getLocalName();
            if (walk.isStart()) {
                if (name.equals("resource") && walk.depth() == 2) {
                    if (++resources > MAX_RESOURCES) {
                        throw new XMLStreamException("it has more than " + MAX_RESOURCES + " resources");
                    }
                    resource = new Resource();
                } else if (walk.depth() >= 3) {
                    resource.start(name, reader);
                }
            } else if (name.equals("resource") && walk.depth() == 1) {
                add(resource);
            } else if (walk.depth() >= 2) {
                resource.end(name);
            }
        }
    }

    private void add(Resource resource) {
        try {
            resource.bundle().ifPresent(bundles::add);
        } catch (IllegalArgumentException e) {
            leftOut++;
            reason = Manifests.shortened(String.valueOf(e.getMessage()));
        }
    }

    /** The same names and filters come again and again. */
    private String shared(String text) {
        return text.length() > 200 ? text : Objects.requireNonNullElse(texts.putIfAbsent(text, text), text);
    }

    /** What has been read of a resource. */
    private final class Resource {
        private final List<Capability> provided = new ArrayList<>();
        private final List<Requirement> needed = new ArrayList<>();
        private String namespace = "";
        private Map<String, Object> attributes = new HashMap<>();
        private Map<String, String> directives = new HashMap<>();
        private @Nullable IllegalArgumentException wrong;

        void start(String element, XMLStreamReader reader) throws XMLStreamException {
            switch (element) {
                case "capability", "requirement" -> {
                    if (++capabilities > MAX_CAPABILITIES) {
                        throw new XMLStreamException("it has more than " + MAX_CAPABILITIES + " capabilities");
                    }
                    namespace = shared(value(reader, "namespace"));
                    attributes = new HashMap<>();
                    directives = new HashMap<>();
                }
                case "attribute" -> {
                    try {
                        String type = value(reader, "type");
                        attributes.put(
                                shared(value(reader, "name")),
                                IndexedBundle.typed(type.isEmpty() ? "String" : type, shared(value(reader, "value"))));
                    } catch (IllegalArgumentException e) {
                        wrong = e;
                    }
                }
                case "directive" -> directives.put(shared(value(reader, "name")), shared(value(reader, "value")));
                default -> {
                    // others may say more than we read
                }
            }
        }

        private String value(XMLStreamReader reader, String name) throws XMLStreamException {
            String value = reader.getAttributeValue(null, name);
            if (value != null && value.length() > MAX_VALUE_CHARS) {
                throw new XMLStreamException("a value has more than " + MAX_VALUE_CHARS + " characters");
            }
            return value == null ? "" : value;
        }

        void end(String element) {
            if (element.equals("capability")) {
                provided.add(new Capability(namespace, attributes));
            } else if (element.equals("requirement")) {
                needed.add(new Requirement(
                        namespace,
                        directives.getOrDefault("filter", ""),
                        "optional".equals(directives.get("resolution"))));
            }
        }

        /** Returns empty if it is something else than a bundle. */
        Optional<IndexedBundle> bundle() {
            if (wrong != null) {
                throw wrong;
            }
            Map<String, Object> identity = attributesOf(IdentityNamespace.IDENTITY_NAMESPACE);
            String type = text(identity, IdentityNamespace.CAPABILITY_TYPE_ATTRIBUTE);
            if (!type.equals(IdentityNamespace.TYPE_BUNDLE) && !type.equals(IdentityNamespace.TYPE_FRAGMENT)) {
                return Optional.empty();
            }
            String symbolicName = text(identity, IdentityNamespace.IDENTITY_NAMESPACE);
            if (!IndexedBundle.isSymbolicName(symbolicName)) {
                throw new IllegalArgumentException("a symbolic name is not well formed: " + symbolicName);
            }
            Map<String, Object> content = attributesOf(CONTENT);
            String digest = text(content, CONTENT).toLowerCase(Locale.ROOT);
            String name = text(identity, "description");
            return Optional.of(new IndexedBundle(
                    symbolicName,
                    identity.get("version") instanceof Version it ? it : Version.emptyVersion,
                    symbolicName,
                    Manifests.shortened(name),
                    provided,
                    needed,
                    location(text(content, "url")).toString(),
                    digest.matches("[0-9a-f]{64}") ? Optional.of(digest) : Optional.empty(),
                    content.get("size") instanceof Long size && size >= 0
                            ? OptionalLong.of(size)
                            : OptionalLong.empty()));
        }

        private Map<String, Object> attributesOf(String wanted) {
            return provided.stream()
                    .filter(it -> it.namespace().equals(wanted))
                    .map(Capability::attributes)
                    .findFirst()
                    .orElse(Map.of());
        }

        private String text(Map<String, Object> all, String name) {
            return all.get(name) instanceof String it ? it : "";
        }
    }

    /** Returns where a jar is. An index may not send us to other servers, nor out of its own directory. */
    private URI location(String url) {
        try {
            if (url.isBlank() || url.contains("..") || url.contains("%") || url.contains("\\")) {
                throw new IllegalArgumentException("the address of a jar is not well formed: " + url);
            }
            URI resolved = base.resolve(new URI(url));
            if (!Fetcher.sameServer(base, resolved)) {
                throw new IllegalArgumentException("a jar is said to be on another server: " + url);
            }
            return resolved;
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the address of a jar is not well formed: " + url, e);
        }
    }
}
