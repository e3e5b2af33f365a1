/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What a POM says, as it stands there.
 *
 * @param parent whose child it is
 * @param properties its own, with {@code project.version} and the like
 * @param managed its dependency management
 * @param dependencies its dependencies
 */
record Pom(
        Optional<Coordinates> parent,
        Map<String, String> properties,
        List<Dependency> managed,
        List<Dependency> dependencies) {
    private static final int MAX_DEPENDENCIES = 5_000;

    /** A dependency; what is not said is empty. */
    record Dependency(
            String group,
            String artifact,
            String version,
            String scope,
            String type,
            String classifier,
            boolean optional) {
        String module() {
            return group + ":" + artifact;
        }
    }

    static Pom read(byte[] content) throws XMLStreamException {
        XMLStreamReader reader = Xml.reader(new ByteArrayInputStream(content));
        Xml.Walk walk = new Xml.Walk(reader);
        Deque<String> open = new ArrayDeque<>();
        Map<String, String> own = new HashMap<>();
        Map<String, String> parent = new HashMap<>();
        Map<String, String> properties = new HashMap<>();
        Map<String, String> current = new HashMap<>();
        List<Dependency> managed = new ArrayList<>();
        List<Dependency> dependencies = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        while (reader.hasNext()) {
            if (!walk.next()) {
                break;
            }
            String name = reader.getLocalName();
            if (!walk.isStart()) {
                open.removeLast();
                if (name.equals("dependency") && managed.size() + dependencies.size() < MAX_DEPENDENCIES) {
                    String where = String.join("/", open);
                    if (where.equals("project/dependencies")) {
                        dependencies.add(dependency(current));
                    } else if (where.equals("project/dependencyManagement/dependencies")) {
                        managed.add(dependency(current));
                    }
                }
                continue;
            }
            String where = String.join("/", open);
            if (isValue(where, name)) {
                text.setLength(0);
                text.append(walk.text());
                Map<String, String> target = switch (where) {
                    case "project" -> own;
                    case "project/parent" -> parent;
                    case "project/properties" -> properties;
                    default -> current;
                };
                target.put(name, text.toString());
                continue;
            }
            if (name.equals("dependency")) {
                current = new HashMap<>();
            }
            open.addLast(name);
        }
        return new Pom(coordinates(parent), with(properties, own, parent), managed, dependencies);
    }

    private static boolean isValue(String where, String name) {
        return switch (where) {
            case "project" -> List.of("groupId", "artifactId", "version").contains(name);
            case "project/parent" -> List.of("groupId", "artifactId", "version").contains(name);
            case "project/properties" -> true;
            case "project/dependencies/dependency", "project/dependencyManagement/dependencies/dependency" ->
                List.of("groupId", "artifactId", "version", "scope", "type", "classifier", "optional")
                        .contains(name);
            default -> false;
        };
    }

    private static Optional<Coordinates> coordinates(Map<String, String> of) {
        return Coordinates.of(
                of.getOrDefault("groupId", ""), of.getOrDefault("artifactId", ""), of.getOrDefault("version", ""));
    }

    private static Map<String, String> with(
            Map<String, String> properties, Map<String, String> own, Map<String, String> parent) {
        Map<String, String> all = new HashMap<>(properties);
        for (String name : List.of("groupId", "artifactId", "version")) {
            String value = own.getOrDefault(name, parent.getOrDefault(name, ""));
            all.put("project." + name, value);
            all.put("pom." + name, value);
            all.put("project.parent." + name, parent.getOrDefault(name, ""));
        }
        return all;
    }

    private static Dependency dependency(Map<String, String> of) {
        return new Dependency(
                of.getOrDefault("groupId", ""),
                of.getOrDefault("artifactId", ""),
                of.getOrDefault("version", ""),
                of.getOrDefault("scope", ""),
                of.getOrDefault("type", ""),
                of.getOrDefault("classifier", ""),
                "true".equals(of.get("optional")));
    }
}
