/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** A bundle whose classes are compiled by the test, against the platform that it is for. */
final class SourceBundle {
    private static final Path SOURCES = Repository.root().resolve("tests/system/src/test/bundles");

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final List<Path> sources = new ArrayList<>();
    private final List<String> components = new ArrayList<>();

    SourceBundle(String symbolicName) {
        header("Bundle-ManifestVersion", "2");
        header("Bundle-SymbolicName", symbolicName);
        header("Bundle-Version", "1.0.0");
    }

    SourceBundle header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    SourceBundle source(String file) {
        sources.add(SOURCES.resolve(file));
        return this;
    }

    /** Adds a REST resource. */
    SourceBundle resource(String type) {
        return component(
                type, type, Map.of(), "<property name=\"osgi.jakartars.resource\" type=\"Boolean\" value=\"true\"/>");
    }

    /** Adds a whiteboard servlet with these service properties. */
    SourceBundle servlet(String type, Map<String, String> properties) {
        return component(type, "jakarta.servlet.Servlet", properties, "");
    }

    private SourceBundle component(String type, String service, Map<String, String> properties, String more) {
        String name = "component" + components.size();
        String rows = properties.entrySet().stream()
                .map(each -> "<property name=\"" + each.getKey() + "\" value=\"" + each.getValue() + "\"/>")
                .collect(Collectors.joining());
        String file = "OSGI-INF/" + name + ".xml";
        components.add(file);
        entries.put(
                file,
                ("<scr:component xmlns:scr=\"http://www.osgi.org/xmlns/scr/v1.3.0\" name=\"" + name + "\">" + rows
                                + more
                                + "<service><provide interface=\"" + service + "\"/></service><implementation class=\""
                                + type + "\"/></scr:component>")
                        .getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** @param scratch where the compiler may write */
    byte[] build(Distribution distribution, Path scratch) throws IOException {
        Path classes = Files.createDirectories(scratch.resolve(headers.get("Bundle-SymbolicName")));
        compile(distribution, classes);
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                entries.put(classes.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        if (!components.isEmpty()) {
            headers.put("Service-Component", String.join(",", components));
        }
        return BundleForge.bundle(headers, entries);
    }

    private void compile(Distribution distribution, Path into) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            StringWriter messages = new StringWriter();
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(into));
            files.setLocationFromPaths(StandardLocation.CLASS_PATH, libraries(distribution));
            List<String> options = List.of("--release", "17", "-proc:none");
            boolean compiled = compiler.getTask(
                            messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
                    .call();
            if (!compiled) {
                throw new AssertionError(messages.toString());
            }
        }
    }

    private static List<Path> libraries(Distribution distribution) throws IOException {
        try (Stream<Path> files = Files.list(distribution.home().resolve("lib"))) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }
}
