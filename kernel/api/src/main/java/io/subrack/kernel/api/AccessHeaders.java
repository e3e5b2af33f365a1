/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the manifest of a bundle says of access: {@link ManifestHeaders#GRANTS}, {@link ManifestHeaders#PUBLIC} and
 * {@link ManifestHeaders#SCOPES}. Read strictly, because people decide by what they are shown of it.
 *
 * @param asked the scopes that the bundle asks for its service account
 * @param publicPaths the path prefixes below which its operations may be open
 * @param scopes the scopes that it defines, each with what it allows, in a stranger's words; empty where it does not say
 */
public record AccessHeaders(SortedSet<String> asked, SortedSet<String> publicPaths, SortedMap<String, String> scopes) {
    /** Says nothing of access. */
    public static final AccessHeaders NONE = new AccessHeaders(new TreeSet<>(), new TreeSet<>(), new TreeMap<>());

    /** The most scopes or paths of one header. */
    public static final int MAX_ITEMS = 64;

    public static final int MAX_SCOPE_CHARS = 128;
    public static final int MAX_PATH_CHARS = 200;
    public static final int MAX_DESCRIPTION_CHARS = 200;

    /** Scopes that begin so belong to the platform; no bundle defines them. */
    public static final String PLATFORM_SCOPES = "platform.";

    /** RFC 6749 section 3.3, without what separates clauses and attributes in a manifest. */
    private static final Pattern SCOPE = Pattern.compile("[!#-+\\--:<>-\\[\\]-~]{1," + MAX_SCOPE_CHARS + "}");

    private static final Set<String> STANDARD_SCOPES =
            Set.of("openid", "profile", "email", "address", "phone", "offline_access");

    /** Unreserved characters and a few more of RFC 3986; no percent-encoding, so that a path has one spelling. */
    private static final Pattern PATH = Pattern.compile("/|(/[A-Za-z0-9._~:@+-]+)+");

    private static final Pattern DOTS = Pattern.compile("(.*/)?\\.\\.?(/.*)?");
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7E]");
    private static final int MAX_QUOTED_CHARS = 60;
    private static final String DESCRIPTION = "description";

    public AccessHeaders {
        asked = Collections.unmodifiableSortedSet(new TreeSet<>((Collection<String>) asked));
        publicPaths = Collections.unmodifiableSortedSet(new TreeSet<>((Collection<String>) publicPaths));
        scopes = Collections.unmodifiableSortedMap(new TreeMap<>((Map<String, String>) scopes));
    }

    /** Says whether a text can name a scope: RFC 6749 section 3.3, but without {@code , ; =}. */
    public static boolean isScope(String text) {
        return SCOPE.matcher(text).matches();
    }

    /**
     * Reads the headers.
     *
     * @param header returns the value of a main manifest header, or null
     * @throws IllegalArgumentException with a sentence that says what to write instead, if one is malformed; never of a
     *     stored artifact that came in with this version or a later one
     */
    public static AccessHeaders read(Function<String, @Nullable String> header) {
        return new AccessHeaders(
                asked(text(header, ManifestHeaders.GRANTS)),
                publicPaths(text(header, ManifestHeaders.PUBLIC)),
                scopes(text(header, ManifestHeaders.SCOPES)));
    }

    private static String text(Function<String, @Nullable String> header, String name) {
        String text = header.apply(name);
        return text == null ? "" : text.strip();
    }

    private static SortedSet<String> asked(String text) {
        TreeSet<String> asked = new TreeSet<>();
        for (String item : split(ManifestHeaders.GRANTS, text, ',')) {
            requireScope(ManifestHeaders.GRANTS, item);
            require(asked.add(item), ManifestHeaders.GRANTS, item, "stands twice; leave one out");
        }
        return asked;
    }

    private static SortedSet<String> publicPaths(String text) {
        TreeSet<String> paths = new TreeSet<>();
        for (String item : split(ManifestHeaders.PUBLIC, text, ',')) {
            require(
                    item.length() <= MAX_PATH_CHARS
                            && PATH.matcher(item).matches()
                            && !DOTS.matcher(item).matches(),
                    ManifestHeaders.PUBLIC,
                    item,
                    "is not a path prefix; write it as /greeter, with letters, digits and . _ ~ : @ + - between single"
                            + " slashes, none at the end, at most " + MAX_PATH_CHARS + " characters");
            require(paths.add(item), ManifestHeaders.PUBLIC, item, "stands twice; leave one out");
        }
        return paths;
    }

    private static SortedMap<String, String> scopes(String text) {
        TreeMap<String, String> scopes = new TreeMap<>();
        for (String clause : split(ManifestHeaders.SCOPES, text, ',')) {
            List<String> parts = split(ManifestHeaders.SCOPES, clause, ';');
            String scope = parts.get(0);
            requireScope(ManifestHeaders.SCOPES, scope);
            require(
                    !scope.startsWith(PLATFORM_SCOPES) && !STANDARD_SCOPES.contains(scope),
                    ManifestHeaders.SCOPES,
                    scope,
                    "belongs to the platform; choose another name, as orders.read");
            String description = "";
            for (String attribute : parts.subList(1, parts.size())) {
                require(
                        description.isEmpty(),
                        ManifestHeaders.SCOPES,
                        attribute,
                        "is more than a scope can have; give each at most one description");
                description = description(attribute);
            }
            require(
                    scopes.putIfAbsent(scope, description) == null,
                    ManifestHeaders.SCOPES,
                    scope,
                    "stands twice; leave one out");
        }
        return scopes;
    }

    private static String description(String attribute) {
        int equals = attribute.indexOf('=');
        String name = equals < 0 ? attribute : attribute.substring(0, equals).strip();
        require(
                name.equals(DESCRIPTION) && equals > 0,
                ManifestHeaders.SCOPES,
                attribute,
                "is not known; write " + DESCRIPTION + "=\"What the scope allows\"");
        String value = attribute.substring(equals + 1).strip();
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        String description = quoted ? value.substring(1, value.length() - 1).strip() : value;
        require(
                !description.isEmpty()
                        && description.length() <= MAX_DESCRIPTION_CHARS
                        && description.indexOf('"') < 0
                        && description.indexOf('\\') < 0
                        && description.codePoints().allMatch(AccessHeaders::isPrintable),
                ManifestHeaders.SCOPES,
                attribute,
                "is not a description; write 1 to " + MAX_DESCRIPTION_CHARS
                        + " printable characters without quotes or backslashes");
        return description;
    }

    private static boolean isPrintable(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED;
    }

    /** Splits where no quotes are open; an empty text has no items. */
    private static List<String> split(String header, String text, char separator) {
        List<String> items = new ArrayList<>();
        if (text.isEmpty()) {
            return items;
        }
        int begin = 0;
        boolean open = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            open ^= c == '"';
            if (c == separator && !open) {
                items.add(text.substring(begin, i).strip());
                begin = i + 1;
            }
        }
        items.add(text.substring(begin).strip());
        require(!open, header, text, "has a quote that is never closed; close it");
        require(!items.contains(""), header, text, "has an empty place; leave out what is too much");
        if (items.size() > MAX_ITEMS) {
            throw new IllegalArgumentException(header + " has " + items.size() + " entries, and " + MAX_ITEMS
                    + " is the most. Leave out what the bundle does not need.");
        }
        return items;
    }

    private static void requireScope(String header, String item) {
        require(
                isScope(item),
                header,
                item,
                "is not a scope; write 1 to " + MAX_SCOPE_CHARS
                        + " ASCII characters without spaces, quotes, backslashes and ; = as orders.read");
    }

    private static void require(boolean holds, String header, String item, String otherwise) {
        if (!holds) {
            String shown = UNPRINTABLE
                    .matcher(item.substring(0, Math.min(item.length(), MAX_QUOTED_CHARS)))
                    .replaceAll("?");
            throw new IllegalArgumentException(header + ": '" + shown + "' " + otherwise + ".");
        }
    }
}
