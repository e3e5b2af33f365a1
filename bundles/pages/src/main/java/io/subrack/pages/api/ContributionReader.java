/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.pages.api.Contributions.Command;
import io.subrack.pages.api.Contributions.Page;
import io.subrack.pages.api.Contributions.Slot;
import io.subrack.pages.api.Contributions.Text;
import io.subrack.pages.api.Contributions.Texts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads a contribution file with all that it refers to, and finds each fault in one go. */
public final class ContributionReader {
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final int MAX_JSON_BYTES = 256 << 10;
    private static final int MAX_TEXTS = 2_000;
    private static final int USUAL_ORDER = 100;

    private final String file;
    private final String folder;
    private final Set<String> names;
    private final Function<String, Optional<byte[]>> content;
    private final List<String> faults = new ArrayList<>();
    private final SortedMap<String, Map<String, String>> texts = new TreeMap<>();
    private String standard = "";

    private ContributionReader(String file, Set<String> names, Function<String, Optional<byte[]>> content) {
        this.file = file;
        this.folder = file.substring(0, file.lastIndexOf('/'));
        this.names = names;
        this.content = content;
    }

    /**
     * What was read.
     *
     * @param contributions what the bundle contributes; empty if something is wrong
     * @param faults what is wrong, as sentences with what to do
     */
    public record Reading(Optional<Contributions> contributions, List<String> faults) {
        public Reading {
            faults = List.copyOf(faults);
        }
    }

    /**
     * Reads a contribution file.
     *
     * @param header what the manifest header {@value Contributions#HEADER} says
     * @param names the names of all files of the bundle
     * @param content returns the bytes of a file, or empty if it is not there or too large to be read
     */
    public static Reading read(String header, Set<String> names, Function<String, Optional<byte[]>> content) {
        return read(header, names, content, true);
    }

    /** Reads a contribution file of a bundle that was taken before: how large its other files are is not looked at again. */
    public static Reading readLive(String header, Set<String> names, Function<String, Optional<byte[]>> content) {
        return read(header, names, content, false);
    }

    private static Reading read(
            String header, Set<String> names, Function<String, Optional<byte[]>> content, boolean checksSizes) {
        String file = header.strip();
        if (!PageFiles.isPath(file) || file.indexOf('/') < 0 || !file.endsWith(".json")) {
            return refused(Contributions.HEADER + ": '" + SchemaCheck.shown(file)
                    + "' is not the path of a JSON file in a folder; write it as console/contribution.json.");
        }
        ContributionReader reader = new ContributionReader(file, names, content);
        Contributions contributions = reader.read(checksSizes);
        return reader.faults.isEmpty() && contributions != null
                ? new Reading(Optional.of(contributions), List.of())
                : new Reading(Optional.empty(), reader.faults);
    }

    private static Reading refused(String fault) {
        return new Reading(Optional.empty(), List.of(fault));
    }

    private @Nullable Contributions read(boolean checksSizes) {
        JsonNode root = json(file, Contributions.HEADER + " names " + file);
        if (root == null) {
            return null;
        }
        SchemaCheck.faults(root).forEach(fault -> faults.add(file + ": " + fault));
        if (checksSizes) {
            checkSizes();
        }
        if (!faults.isEmpty()) {
            return null;
        }
        Texts files = texts(root.path("i18n"));
        List<Page> pages = new ArrayList<>();
        List<Slot> slots = new ArrayList<>();
        List<Command> commands = new ArrayList<>();
        each(root, "pages", (where, node) -> pages.add(page(where, node)));
        each(root, "slots", (where, node) -> slots.add(slot(where, node)));
        each(root, "commands", (where, node) -> commands.add(command(where, node)));
        return new Contributions(folder, root.get("apiVersion").asInt(), files, pages, slots, commands);
    }

    private @Nullable JsonNode json(String name, String whoWantsIt) {
        Optional<byte[]> bytes = names.contains(name) ? content.apply(name) : Optional.empty();
        if (bytes.isEmpty()) {
            faults.add(whoWantsIt + ", and the bundle has no such file; add it to the bundle or mend the path.");
            return null;
        }
        if (bytes.get().length > MAX_JSON_BYTES) {
            faults.add(name + " is longer than " + MAX_JSON_BYTES + " bytes; make it shorter.");
            return null;
        }
        try {
            return MAPPER.readTree(bytes.get());
        } catch (JsonProcessingException e) {
            var place = e.getLocation();
            faults.add(name + " is not JSON"
                    + (place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr()) + ": "
                    + SchemaCheck.shown(e.getOriginalMessage()) + ". Mend it there.");
            return null;
        } catch (IOException e) {
            faults.add(name + " cannot be read: " + SchemaCheck.shown(String.valueOf(e.getMessage())) + ".");
            return null;
        }
    }

    private void checkSizes() {
        List<String> files = names.stream()
                .filter(name -> name.startsWith(folder + "/"))
                .filter(name ->
                        PageFiles.type(name.substring(folder.length() + 1)).isPresent())
                .toList();
        if (files.size() > PageFiles.MAX_FILES) {
            faults.add(folder + " has " + files.size() + " files, and " + PageFiles.MAX_FILES
                    + " is the most; join modules or leave some out.");
            return;
        }
        long all = 0;
        for (String name : files) {
            int bytes = content.apply(name).map(found -> found.length).orElse(Integer.MAX_VALUE);
            all += bytes;
            if (bytes > PageFiles.MAX_FILE_BYTES) {
                faults.add(name + " is longer than " + PageFiles.MAX_FILE_BYTES + " bytes; make it smaller.");
            }
        }
        if (faults.isEmpty() && all > PageFiles.MAX_ALL_BYTES) {
            faults.add("the files in " + folder + " have " + all + " bytes together, and " + PageFiles.MAX_ALL_BYTES
                    + " is the most; leave some out.");
        }
    }

    private Texts texts(JsonNode i18n) {
        if (i18n.isMissingNode()) {
            return Texts.NONE;
        }
        standard = i18n.get("default").textValue();
        String start = i18n.get("base").textValue() + ".";
        TreeMap<String, String> files = new TreeMap<>();
        for (String name : new TreeSet<>(names)) {
            if (name.startsWith(folder + "/" + start) && name.endsWith(".json")) {
                String locale = name.substring(folder.length() + 1 + start.length(), name.length() - ".json".length());
                if (locale.matches("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")) {
                    files.put(locale, name.substring(folder.length() + 1));
                    texts.put(locale, entries(name));
                }
            }
        }
        if (!files.containsKey(standard)) {
            faults.add(file + ": i18n.default is '" + standard + "', and there is no " + folder + "/" + start + standard
                    + ".json; add it.");
        }
        return new Texts(standard, files);
    }

    private Map<String, String> entries(String name) {
        Map<String, String> entries = new TreeMap<>();
        JsonNode root = json(name, "the i18n files include " + name);
        if (root != null && (!root.isObject() || root.size() > MAX_TEXTS)) {
            faults.add(name + " must be one object of at most " + MAX_TEXTS + " keys, each with a text.");
        } else if (root != null) {
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                if (entry.getValue().isTextual()) {
                    entries.put(entry.getKey(), entry.getValue().textValue());
                } else {
                    faults.add(name + ": '" + SchemaCheck.shown(entry.getKey()) + "' must be a text in quotes.");
                }
            }
        }
        return entries;
    }

    private interface Taker {
        void take(String where, JsonNode node);
    }

    private void each(JsonNode root, String list, Taker taker) {
        Set<String> ids = new HashSet<>();
        int index = 0;
        for (JsonNode node : root.path(list)) {
            String where = list + "[" + index++ + "]";
            String id = node.get("id").textValue();
            if (!ids.add(id)) {
                faults.add(file + ": " + where + ".id '" + id + "' is taken by another of them; choose another.");
            }
            taker.take(where, node);
        }
    }

    private Page page(String where, JsonNode node) {
        return new Page(
                node.get("id").textValue(),
                text(where + ".title", node.get("title").textValue()),
                text(node, "description").map(text -> text(where + ".description", text)),
                module(where, node),
                node.path("icon").asText("overview"),
                text(node, "scope"),
                node.path("order").asInt(USUAL_ORDER),
                node.path("menu").asBoolean(true));
    }

    private Slot slot(String where, JsonNode node) {
        String slot = node.get("slot").textValue();
        if (node.has("bundles") && !slot.startsWith("bundle-")) {
            faults.add(file + ": " + where + ".bundles counts for bundle-tab and bundle-badge alone; leave it out.");
        }
        if (node.has("interfaces") && !slot.startsWith("service-")) {
            faults.add(file + ": " + where + ".interfaces counts for service-panel alone; leave it out.");
        }
        return new Slot(
                node.get("id").textValue(),
                slot,
                text(where + ".title", node.get("title").textValue()),
                module(where, node),
                text(node, "scope"),
                node.path("order").asInt(USUAL_ORDER),
                list(node.path("bundles")),
                list(node.path("interfaces")));
    }

    private Command command(String where, JsonNode node) {
        return new Command(
                node.get("id").textValue(),
                text(where + ".title", node.get("title").textValue()),
                module(where, node),
                node.path("icon").asText("play"),
                text(node, "scope"));
    }

    private String module(String where, JsonNode node) {
        String module = node.get("module").textValue();
        if (!names.contains(folder + "/" + module)) {
            faults.add(file + ": " + where + ".module is '" + module + "', and the bundle has no " + folder + "/"
                    + module + "; add it to the bundle or mend the path.");
        }
        return module;
    }

    private Text text(String where, String text) {
        if (!text.startsWith("%")) {
            return new Text(text, Map.of());
        }
        String key = text.substring(1);
        String plain = texts.getOrDefault(standard, Map.of()).get(key);
        if (plain == null) {
            faults.add(file + ": " + where + " is '" + SchemaCheck.shown(text)
                    + "', and the i18n file of the default locale has no such key; add it there.");
        }
        Map<String, String> others = new TreeMap<>();
        texts.forEach((locale, entries) -> {
            String other = entries.get(key);
            if (other != null && !locale.equals(standard)) {
                others.put(locale, other);
            }
        });
        return new Text(plain == null ? text : plain, others);
    }

    private static Optional<String> text(JsonNode node, String name) {
        return Optional.ofNullable(node.path(name).textValue());
    }

    private static List<String> list(JsonNode node) {
        List<String> list = new ArrayList<>();
        node.forEach(each -> list.add(each.textValue()));
        return list;
    }
}
