/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a backup says of itself, in {@value #NAME}.
 *
 * @param version of the product that made it
 * @param set number of the deployment set that was current; 0 if there was none
 * @param database {@code hsqldb} if it is in the backup, {@code postgresql} if it is not, {@code none}
 * @param notes what whoever restores it should know, as sentences
 * @param entries all files in it, but the manifest
 */
record BackupManifest(
        String version, Instant created, long set, String database, List<String> notes, List<Entry> entries) {
    static final String NAME = "manifest.json";

    /** What stands before the names of all entries. */
    static final String PREFIX = "data/";

    private static final int FORMAT = 1;
    private static final String PRODUCT = "subrack";
    private static final int MAX_TEXT_CHARS = 200;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    BackupManifest {
        notes = List.copyOf(notes);
        entries = List.copyOf(entries);
    }

    /** A file, by its name in the zip. */
    record Entry(String name, long size, String sha256) {}

    long size() {
        return entries.stream().mapToLong(Entry::size).sum();
    }

    byte[] json() {
        ObjectNode root = MAPPER.createObjectNode()
                .put("product", PRODUCT)
                .put("format", FORMAT)
                .put("version", version)
                .put("created", created.toString())
                .put("set", set)
                .put("database", database);
        ArrayNode sentences = root.putArray("notes");
        notes.forEach(sentences::add);
        ArrayNode files = root.putArray("entries");
        entries.forEach(entry -> files.addObject()
                .put("name", entry.name())
                .put("size", entry.size())
                .put("sha256", entry.sha256()));
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /** @throws BackupException if it is not a manifest of this product and format */
    static BackupManifest read(byte[] json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            if (!root.path("product").asText().equals(PRODUCT)) {
                throw new BackupException("its " + NAME + " is not that of a backup of Subrack");
            }
            if (root.path("format").asInt() != FORMAT) {
                throw new BackupException(
                        "its format is " + clean(root.path("format").asText()) + ", and this version"
                                + " reads format " + FORMAT + ": restore it with the version that made it, "
                                + clean(root.path("version").asText()));
            }
            List<String> notes = new ArrayList<>();
            root.path("notes").forEach(note -> notes.add(clean(note.asText())));
            List<Entry> entries = new ArrayList<>();
            for (JsonNode entry : root.path("entries")) {
                entries.add(entry(entry));
            }
            return new BackupManifest(
                    clean(root.path("version").asText()),
                    Instant.parse(root.path("created").asText()),
                    root.path("set").asLong(),
                    clean(root.path("database").asText()),
                    notes,
                    entries);
        } catch (java.io.IOException | DateTimeException e) {
            throw new BackupException("its " + NAME + " cannot be understood");
        }
    }

    private static Entry entry(JsonNode node) {
        Entry entry = new Entry(
                node.path("name").asText(),
                node.path("size").asLong(-1),
                node.path("sha256").asText());
        if (entry.size() < 0 || !entry.sha256().matches("[0-9a-f]{64}")) {
            throw new BackupException("its " + NAME + " has no size and SHA-256 for " + clean(entry.name()));
        }
        return entry;
    }

    /** Returns what may come from anybody in a form that can be shown. */
    static String clean(String text) {
        String shown = text.replaceAll("[^\\x20-\\x7e]", "?");
        return shown.length() <= MAX_TEXT_CHARS ? shown : shown.substring(0, MAX_TEXT_CHARS) + "…";
    }
}
