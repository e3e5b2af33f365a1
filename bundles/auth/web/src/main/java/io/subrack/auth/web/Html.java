/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A piece of a page. Whatever comes from outside is a text or the value of an attribute, and both are escaped when they
 * are written: there is no way to write markup but by these types. Immutable.
 */
sealed interface Html {
    void write(StringBuilder out);

    static Html text(String text) {
        return new Text(text);
    }

    /** A text that somebody else has chosen, kept apart so that its direction does not turn the words around it. */
    static Element foreign(String text) {
        return element("bdi").text(text);
    }

    static Element element(String name, Html... children) {
        return new Element(name, List.of(), Arrays.asList(children));
    }

    static Html all(List<? extends Html> parts) {
        return new Group(List.copyOf(parts));
    }

    static Html all(Html... parts) {
        return new Group(List.of(parts));
    }

    /** A text node. */
    record Text(String text) implements Html {
        @Override
        public void write(StringBuilder out) {
            escape(text, out);
        }

        /** Control characters, and those that turn the direction of a line, become a visible mark. */
        static void escape(String text, StringBuilder out) {
            text.codePoints().forEach(c -> {
                switch (c) {
                    case '&' -> out.append("&amp;");
                    case '<' -> out.append("&lt;");
                    case '>' -> out.append("&gt;");
                    case '"' -> out.append("&quot;");
                    case '\'' -> out.append("&#39;");
                    default -> out.appendCodePoint(isHarmless(c) ? c : '\uFFFD');
                }
            });
        }

        private static boolean isHarmless(int c) {
            boolean direction = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
            boolean control = Character.isISOControl(c) && c != '\n' && c != '\t';
            return !direction && !control && (c < 0xD800 || c > 0xDFFF);
        }
    }

    /** Pieces in a row. */
    record Group(List<Html> parts) implements Html {
        @Override
        public void write(StringBuilder out) {
            parts.forEach(part -> part.write(out));
        }
    }

    /** An element with its attributes, as name and value by turns. */
    record Element(String name, List<String> attributes, List<Html> children) implements Html {
        private static final Set<String> EMPTY = Set.of("meta", "link", "input", "br", "hr");
        private static final Set<String> ADDRESSES = Set.of("href", "src", "action", "formaction", "srcset", "style");
        private static final Set<String> NO_PLACES = Set.of("javascript", "data", "vbscript", "blob", "file", "about");

        public Element {
            requireName(name);
            attributes = List.copyOf(attributes);
            children = List.copyOf(children);
        }

        private static void requireName(String name) {
            boolean good = !name.isEmpty()
                    && name.chars()
                            .allMatch(c -> (c >= 'a' && c <= 'z')
                                    || (c >= 'A' && c <= 'Z')
                                    || (c >= '0' && c <= '9')
                                    || c == '-');
            if (!good || name.toLowerCase(Locale.ROOT).startsWith("on")) {
                throw new IllegalArgumentException("not a name that pages use: " + name);
            }
        }

        Element attr(String attribute, String value) {
            requireName(attribute);
            if (ADDRESSES.contains(attribute) && !isPlace(value)) {
                throw new IllegalArgumentException("not an address to go to: " + value);
            }
            List<String> more = new ArrayList<>(attributes);
            more.add(attribute);
            more.add(value);
            return new Element(name, more, children);
        }

        /** Adds an attribute that has no value. */
        Element flag(String attribute) {
            return attr(attribute, "");
        }

        Element css(String classes) {
            return attr("class", classes);
        }

        Element text(String text) {
            return with(new Text(text));
        }

        Element with(Html... more) {
            List<Html> all = new ArrayList<>(children);
            all.addAll(Arrays.asList(more));
            return new Element(name, attributes, all);
        }

        Element with(List<? extends Html> more) {
            return with(all(more));
        }

        /** Says whether a browser can go there without running something: a path of ours, or a scheme of its own. */
        static boolean isPlace(String address) {
            if (address.startsWith("/")) {
                return !address.startsWith("//") && address.indexOf('\\') < 0;
            }
            int colon = address.indexOf(':');
            return address.startsWith("#")
                    || (colon > 0
                            && address.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*")
                            && !NO_PLACES.contains(address.substring(0, colon).toLowerCase(Locale.ROOT)));
        }

        @Override
        public void write(StringBuilder out) {
            out.append('<').append(name);
            for (int i = 0; i < attributes.size(); i += 2) {
                out.append(' ').append(attributes.get(i));
                if (!attributes.get(i + 1).isEmpty() || attributes.get(i).equals("value")) {
                    out.append("=\"");
                    Text.escape(attributes.get(i + 1), out);
                    out.append('"');
                }
            }
            out.append('>');
            if (!EMPTY.contains(name)) {
                children.forEach(child -> child.write(out));
                out.append("</").append(name).append('>');
            }
        }
    }
}
