/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages.api;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a bundle contributes to the console, as its contribution file says. Texts are those of a stranger, to be escaped
 * wherever they are shown.
 *
 * @param folder the folder of the bundle that holds all files of it, without a slash at the end
 * @param apiVersion the version of the page API that the modules are written for
 * @param texts where texts in several languages are
 * @param pages pages of their own
 * @param slots parts of the console's own pages
 * @param commands what the command palette offers
 */
public record Contributions(
        String folder, int apiVersion, Texts texts, List<Page> pages, List<Slot> slots, List<Command> commands) {
    /** Name of the manifest header with the path of the contribution file: {@code console/contribution.json}. */
    public static final String HEADER = "Subrack-Pages";

    /** The latest version of the page API. */
    public static final int API_VERSION = 1;

    public Contributions {
        pages = List.copyOf(pages);
        slots = List.copyOf(slots);
        commands = List.copyOf(commands);
    }

    /**
     * Texts in several languages.
     *
     * @param standard the locale that is complete; empty if there are no texts
     * @param files by locale, the paths of the files below the folder
     */
    public record Texts(String standard, SortedMap<String, String> files) {
        public static final Texts NONE = new Texts("", new TreeMap<>());

        public Texts {
            files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        }
    }

    /**
     * A text.
     *
     * @param plain the text in the standard locale
     * @param others by locale, the same in other languages
     */
    public record Text(String plain, Map<String, String> others) {
        public Text {
            others = Collections.unmodifiableSortedMap(new TreeMap<>(others));
        }
    }

    /**
     * A page.
     *
     * @param id unique among the pages of the bundle
     * @param module path of an ES module below the folder
     * @param icon name of an icon of the console
     * @param scope what a person needs to see it; empty for everybody
     * @param order where it stands among others, the smallest first
     * @param menu whether it stands in the menu
     */
    public record Page(
            String id,
            Text title,
            Optional<Text> description,
            String module,
            String icon,
            Optional<String> scope,
            int order,
            boolean menu) {}

    /**
     * A part of one of the console's own pages.
     *
     * @param id unique among the slots of the bundle
     * @param slot where it goes, with the version of that place: {@code overview-card/1}
     * @param bundles symbolic names where it is shown, {@code *} for any rest; empty for the own bundle
     * @param interfaces service interfaces where it is shown; empty for those of the own bundle
     */
    public record Slot(
            String id,
            String slot,
            Text title,
            String module,
            Optional<String> scope,
            int order,
            List<String> bundles,
            List<String> interfaces) {
        public Slot {
            bundles = List.copyOf(bundles);
            interfaces = List.copyOf(interfaces);
        }
    }

    /**
     * What the command palette offers.
     *
     * @param id unique among the commands of the bundle
     */
    public record Command(String id, Text title, String module, String icon, Optional<String> scope) {}
}
