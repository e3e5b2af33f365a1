/* SPDX-License-Identifier: Apache-2.0 */
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Joins the console's ES modules into few files, compresses them and writes down their names. Run by the build as a
 * source file: {@code java Link.java <web> <npm> <out>}.
 *
 * <p>Each module becomes a function that returns what it exports. So that this stays simple, modules keep to a few
 * rules, and the build fails where they do not: imports at the start of a line with names in braces, no default
 * exports, no cycles, and names of exports that are unique within a file. A chunk is made of {@code main.js}, with all
 * of {@code core} and {@code kit}, and of each file of {@code pages} and {@code lazy}, with what it alone imports.
 */
public final class Link {
    private static final Pattern IMPORT = Pattern.compile(
            "(?<![\\w$.])import\\s*(\\{[^}]*}|\\*\\s*as\\s+\\w+)?\\s*(?:from\\s*)?[\"']([^\"'\\n]+)[\"'];?");
    private static final Pattern EXPORT_FROM =
            Pattern.compile("(?<![\\w$.])export\\s*(\\{[^}]*}|\\*)\\s*from\\s*[\"']([^\"'\\n]+)[\"'];?");
    private static final Pattern EXPORT_LIST = Pattern.compile("(?<![\\w$.])export\\s*\\{([^}]*)};?");
    private static final Pattern EXPORT_DECLARED =
            Pattern.compile("(?m)^export\\s+(?=(?:async\\s+function|function\\*?|class|const)\\s+(\\w+))");
    /** The media type of anything begins none. */
    private static final Pattern COMMENT = Pattern.compile("(?s)(?<!\\*)/\\*.*?\\*/|//# sourceMappingURL=\\S*");

    private static final Pattern LINE_COMMENT = Pattern.compile("(?m)^\\s*//.*\\n|^[ \\t]+");
    private static final List<String> LIT =
            List.of("lit/index.js", "lit/async-directive.js", "lit/directive.js", "lit/directive-helpers.js");
    private static final List<String> LIT_DIRECTIVES = List.of(
            "cache",
            "choose",
            "class-map",
            "guard",
            "if-defined",
            "join",
            "keyed",
            "live",
            "map",
            "range",
            "ref",
            "repeat",
            "until",
            "when");
    private static final int HASH_CHARS = 16;

    private final Path web;
    private final Path npm;
    private final Map<String, byte[]> files = new TreeMap<>();

    private Link(Path web, Path npm) {
        this.web = web;
        this.npm = npm;
    }

    public static void main(String[] arguments) throws Exception {
        Link link = new Link(Path.of(arguments[0]), Path.of(arguments[1]));
        link.all();
        link.write(Path.of(arguments[2]));
    }

    private void all() throws IOException {
        Chunk lit = new Chunk("lit.js", Map.of(), true);
        for (String root : LIT) {
            lit.root(npm(root));
        }
        for (String name : LIT_DIRECTIVES) {
            lit.root(npm("lit/directives/" + name + ".js"));
        }
        put("lit.js", lit.text());
        Chunk main = new Chunk("main.js", Map.of(), false);
        main.root(web.resolve("main.js"));
        for (String folder : List.of("core", "kit")) {
            for (Path file : list(web.resolve(folder), ".js")) {
                main.root(file);
            }
        }
        put("main.js", main.text());
        Map<Path, String> shared = new LinkedHashMap<>();
        main.modules.keySet().forEach(file -> shared.put(file, "main.js"));
        for (Path file : list(web.resolve("lazy"), ".js")) {
            chunk(file, shared);
            shared.put(file, "lazy/" + file.getFileName());
        }
        for (Path file : list(web.resolve("pages"), ".js")) {
            chunk(file, shared);
        }
        for (Path file : list(web, "")) {
            String name = file.getFileName().toString();
            if (!name.endsWith(".js")) {
                files.put(name, Files.readAllBytes(file));
            }
        }
    }

    private void chunk(Path file, Map<Path, String> shared) throws IOException {
        String name = slashed(web.relativize(file));
        Chunk chunk = new Chunk(name, shared, false);
        chunk.root(file);
        put(name, chunk.text());
    }

    private void put(String name, String text) {
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Path> list(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static String slashed(Path path) {
        return path.toString().replace('\\', '/');
    }

    /** Finds a module of a package: {@code lit/index.js}, {@code @lit/reactive-element}. */
    private Path npm(String specifier) throws IOException {
        String plain = specifier.replaceFirst("^@[^/]+/", "");
        int slash = plain.indexOf('/');
        String name = slash < 0 ? plain : plain.substring(0, slash);
        String rest = slash < 0
                ? (name.equals("lit") || name.equals("lit-element") ? "index" : name) + ".js"
                : plain.substring(slash + 1);
        Path base = npm.resolve("META-INF/resources/_static").resolve(name);
        try (Stream<Path> versions = Files.list(base)) {
            return versions.findFirst().orElseThrow().resolve(rest).normalize();
        }
    }

    private void write(Path out) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        StringBuilder index = new StringBuilder();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            digest.update(file.getKey().getBytes(StandardCharsets.UTF_8));
            digest.update(file.getValue());
            index.append(file.getKey()).append('\n');
            Path target = out.resolve(file.getKey() + ".gz");
            Files.createDirectories(target.getParent());
            Files.write(target, gzip(file.getValue()));
        }
        String hash = HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARS);
        Files.writeString(out.resolve("index"), hash + '\n' + index);
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    /** One file that is made of several modules. */
    private final class Chunk {
        private final String name;
        private final Map<Path, String> shared;
        private final boolean minified;
        private final Map<Path, Module> modules = new LinkedHashMap<>();
        private final Set<Path> open = new LinkedHashSet<>();
        private final Map<String, String> outside = new LinkedHashMap<>();
        private final List<String> code = new ArrayList<>();

        Chunk(String name, Map<Path, String> shared, boolean minified) {
            this.name = name;
            this.shared = shared;
            this.minified = minified;
        }

        void root(Path file) throws IOException {
            module(file.normalize());
        }

        private Module module(Path file) throws IOException {
            Module known = modules.get(file);
            if (known != null) {
                return known;
            }
            if (!open.add(file)) {
                throw new IllegalStateException("modules import each other: " + open);
            }
            String text = COMMENT.matcher(Files.readString(file)).replaceAll("");
            Module module = new Module("m" + modules.size() + "_" + open.size());
            StringBuilder head = new StringBuilder();
            text = replace(EXPORT_FROM, text, match -> {
                Module from = module(target(file, match.group(2)));
                if (match.group(1).equals("*")) {
                    from.exports.forEach(each -> module.exported(each, from.id + "." + each));
                } else {
                    pairs(match.group(1), (inner, outer) -> module.exported(outer, from.id + "." + inner));
                }
                return "";
            });
            text = replace(IMPORT, text, match -> {
                String from = source(file, match.group(2));
                if (match.group(1) != null && match.group(1).startsWith("{")) {
                    StringBuilder names = new StringBuilder();
                    pairs(
                            match.group(1),
                            (inner, outer) -> names.append(names.isEmpty() ? "" : ", ")
                                    .append(inner.equals(outer) ? inner : inner + ": " + outer));
                    head.append("const {")
                            .append(names)
                            .append("} = ")
                            .append(from)
                            .append(";\n");
                } else if (match.group(1) != null) {
                    head.append("const ")
                            .append(match.group(1).replaceFirst("\\*\\s*as\\s+", ""))
                            .append(" = ")
                            .append(from)
                            .append(";\n");
                }
                return "";
            });
            text = replace(EXPORT_LIST, text, match -> {
                pairs(match.group(1), (inner, outer) -> module.exported(outer, inner));
                return "";
            });
            text = replace(EXPORT_DECLARED, text, match -> {
                module.exported(match.group(1), match.group(1));
                return "";
            });
            if (!minified) {
                text = LINE_COMMENT.matcher(text).replaceAll("");
                if (Pattern.compile("(?m)^(export|import)\\b(?!\\()")
                        .matcher(text)
                        .find()) {
                    throw new IllegalStateException(file + " imports or exports in a way that is not foreseen");
                }
            }
            code.add("const " + module.id + " = (() => {\n" + head + text.strip() + "\nreturn {"
                    + String.join(", ", module.returned) + "};\n})();\n");
            open.remove(file);
            modules.put(file, module);
            return module;
        }

        /** Returns where the exports of another module are. */
        private String source(Path from, String specifier) throws IOException {
            if (!minified && !specifier.startsWith(".")) {
                return outside.computeIfAbsent(specifier, key -> "x" + outside.size());
            }
            Path file = target(from, specifier);
            String chunk = shared.get(file);
            if (chunk != null) {
                String path = slashed(Path.of(name).resolveSibling("").relativize(Path.of(chunk)));
                String relative = path.startsWith(".") ? path : "./" + path;
                return outside.computeIfAbsent(relative, key -> "x" + outside.size());
            }
            return module(file).id;
        }

        private Path target(Path from, String specifier) throws IOException {
            return specifier.startsWith(".")
                    ? from.resolveSibling(specifier).normalize()
                    : npm(specifier).normalize();
        }

        String text() {
            StringBuilder text = new StringBuilder();
            outside.forEach((from, as) -> text.append("import * as ")
                    .append(as)
                    .append(" from \"")
                    .append(from)
                    .append("\";\n"));
            code.forEach(text::append);
            Map<String, String> exported = new LinkedHashMap<>();
            modules.values()
                    .forEach(module -> module.exports.forEach(each -> {
                        String before = exported.put(each, module.id);
                        if (before != null && !minified) {
                            throw new IllegalStateException(name + " has two exports named " + each);
                        }
                    }));
            StringBuilder names = new StringBuilder();
            exported.forEach((each, module) -> names.append(names.isEmpty() ? "" : ", ")
                    .append(each)
                    .append(" = ")
                    .append(module)
                    .append('.')
                    .append(each));
            return exported.isEmpty()
                    ? text.toString()
                    : text.append("export const ").append(names).append(";\n").toString();
        }
    }

    private static final class Module {
        private final String id;
        private final Set<String> exports = new LinkedHashSet<>();
        private final Set<String> returned = new LinkedHashSet<>();

        Module(String id) {
            this.id = id;
        }

        void exported(String name, String value) {
            exports.add(name);
            returned.add(name.equals(value) ? name : name + ": " + value);
        }
    }

    private interface Replacement {
        String of(Matcher match) throws IOException;
    }

    private interface Pair {
        void take(String inner, String outer);
    }

    private static String replace(Pattern pattern, String text, Replacement replacement) throws IOException {
        Matcher match = pattern.matcher(text);
        StringBuilder result = new StringBuilder();
        while (match.find()) {
            match.appendReplacement(result, Matcher.quoteReplacement(replacement.of(match)));
        }
        return match.appendTail(result).toString();
    }

    /** Reads {@code a, b as c}. */
    private static void pairs(String list, Pair pair) {
        for (String each : list.replaceAll("[{}]", "").split(",")) {
            if (!each.isBlank()) {
                String[] names = each.strip().split("\\s+as\\s+");
                pair.take(names[0], names[names.length - 1]);
            }
        }
    }
}
