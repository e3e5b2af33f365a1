/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.pages.api.Contributions;
import io.subrack.pages.api.Contributions.Text;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is answered, in JSON. */
final class Views {
    private Views() {}

    /** What one bundle contributes. */
    record BundleView(
            String bundle,
            String version,
            int apiVersion,
            String base,
            TextsView i18n,
            List<PageView> pages,
            List<SlotView> slots,
            List<CommandView> commands,
            List<String> faults) {
        static BundleView of(Generation it) {
            String base = it.base();
            Contributions what = it.reading()
                    .contributions()
                    .orElse(new Contributions("", 0, Contributions.Texts.NONE, List.of(), List.of(), List.of()));
            Map<String, String> files = new TreeMap<>();
            what.texts().files().forEach((locale, file) -> files.put(locale, base + file));
            return new BundleView(
                    it.symbolicName(),
                    it.version(),
                    what.apiVersion(),
                    base,
                    new TextsView(what.texts().standard(), files),
                    what.pages().stream()
                            .map(page -> PageView.of(it.symbolicName(), base, page))
                            .toList(),
                    what.slots().stream().map(slot -> SlotView.of(base, slot)).toList(),
                    what.commands().stream()
                            .map(command -> CommandView.of(base, command))
                            .toList(),
                    it.reading().faults());
        }
    }

    /** Where texts are, by locale. */
    record TextsView(String standard, Map<String, String> files) {}

    /** A page. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PageView(
            String id,
            String title,
            Map<String, String> titles,
            @Nullable String description,
            String address,
            String module,
            String icon,
            @Nullable String scope,
            int order,
            boolean menu) {
        static PageView of(String bundle, String base, Contributions.Page it) {
            return new PageView(
                    it.id(),
                    it.title().plain(),
                    it.title().others(),
                    it.description().map(Text::plain).orElse(null),
                    LivePages.address(bundle, it.id()),
                    base + it.module(),
                    it.icon(),
                    it.scope().orElse(null),
                    it.order(),
                    it.menu());
        }
    }

    /** A part of one of the console's own pages. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SlotView(
            String id,
            String slot,
            String title,
            Map<String, String> titles,
            String module,
            @Nullable String scope,
            int order,
            List<String> bundles,
            List<String> interfaces) {
        static SlotView of(String base, Contributions.Slot it) {
            return new SlotView(
                    it.id(),
                    it.slot(),
                    it.title().plain(),
                    it.title().others(),
                    base + it.module(),
                    it.scope().orElse(null),
                    it.order(),
                    it.bundles(),
                    it.interfaces());
        }
    }

    /** What the command palette offers. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CommandView(
            String id,
            String title,
            Map<String, String> titles,
            String module,
            String icon,
            @Nullable String scope) {
        static CommandView of(String base, Contributions.Command it) {
            return new CommandView(
                    it.id(),
                    it.title().plain(),
                    it.title().others(),
                    base + it.module(),
                    it.icon(),
                    it.scope().orElse(null));
        }
    }
}
