/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import io.subrack.kernel.spi.ConfigurationCheck;
import io.subrack.kernel.spi.KeyRule;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle says of the configuration of its components, in lines that an index can keep: {@code pid}, then {@code key}
 * for each of its keys, both from the metatype, and {@code check} for each {@link ConfigurationCheck}. Their fields are
 * separated by tabs.
 */
final class DeclaredConfiguration {
    static final char SEPARATOR = '\t';

    private static final String PID = "pid";
    private static final String KEY = "key";
    private static final String CHECK = "check";
    private static final int OPTIONS = 8;
    private static final String METATYPE = "OSGI-INF/metatype";
    private static final String SERVICE_COMPONENT = "Service-Component";

    private DeclaredConfiguration() {}

    /** One line, taken apart. */
    record Line(List<String> fields) {
        static Line of(String line) {
            return new Line(List.of(line.split(String.valueOf(SEPARATOR), -1)));
        }

        /** Returns the PID that the keys that follow belong to. */
        Optional<String> pid() {
            return fields.get(0).equals(PID) ? Optional.of(fields.get(1)) : Optional.empty();
        }

        boolean isKey() {
            return fields.get(0).equals(KEY);
        }

        /** Returns the PID that a class checks, which is the next field. */
        Optional<String> checkedPid() {
            return fields.get(0).equals(CHECK) ? Optional.of(fields.get(1)) : Optional.empty();
        }

        String checkingClass() {
            return fields.get(2);
        }

        String key() {
            return fields.get(1);
        }

        /** Returns what counts if nobody says anything; empty if there must be a value. */
        Optional<String> standard() {
            return Boolean.parseBoolean(fields.get(6)) ? Optional.empty() : Optional.of(fields.get(7));
        }

        KeyRule rule() {
            return new KeyRule(
                    key(),
                    KeyRule.Type.valueOf(fields.get(2)),
                    Integer.parseInt(fields.get(3)),
                    fields.subList(OPTIONS, fields.size()),
                    limit(fields.get(4)),
                    limit(fields.get(5)),
                    standard().isEmpty());
        }

        private static Optional<String> limit(String text) {
            return text.isEmpty() ? Optional.empty() : Optional.of(text);
        }
    }

    static List<String> read(JarEntries jar, Map<String, String> headers) throws IOException {
        List<String> lines = new ArrayList<>();
        try {
            for (String name : jar.names(METATYPE, ".xml")) {
                metatype(jar.content(name), lines);
            }
            for (String name : HeaderClauses.split(headers.getOrDefault(SERVICE_COMPONENT, ""))) {
                String file = HeaderClauses.name(name);
                int slash = file.lastIndexOf('/');
                List<String> files =
                        file.endsWith("*.xml") ? jar.names(file.substring(0, slash), ".xml") : List.of(file);
                for (String component : files) {
                    component(jar.content(component), lines);
                }
            }
        } catch (XMLStreamException e) {
            throw new IOException("its metatype or a component cannot be read: " + e.getMessage(), e);
        }
        return lines;
    }

    private static void metatype(byte[] content, List<String> lines) throws XMLStreamException {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        Map<String, String> designated = new LinkedHashMap<>();
        XMLStreamReader xml = reader(content);
        List<String> current = new ArrayList<>();
        String pid = "";
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "OCD" -> {
                    current = new ArrayList<>();
                    keys.put(attribute(xml, "id"), current);
                }
                case "AD" -> current.add(key(xml));
                case "Option" ->
                    current.set(
                            current.size() - 1,
                            current.get(current.size() - 1) + SEPARATOR + plain(attribute(xml, "value")));
                case "Designate" -> pid = attribute(xml, "pid") + attribute(xml, "factoryPid");
                case "Object" -> designated.put(pid, attribute(xml, "ocdref"));
                default -> {
                    // icons, and what designates of instances
                }
            }
        }
        designated.forEach((of, schema) -> {
            lines.add(PID + SEPARATOR + of);
            lines.addAll(keys.getOrDefault(schema, List.of()));
        });
    }

    private static String key(XMLStreamReader xml) {
        String standard = xml.getAttributeValue(null, "default");
        boolean required = !"false".equals(xml.getAttributeValue(null, "required")) && standard == null;
        return String.join(
                String.valueOf(SEPARATOR),
                KEY,
                plain(attribute(xml, "id")),
                type(attribute(xml, "type")).name(),
                String.valueOf(cardinality(attribute(xml, "cardinality"))),
                plain(attribute(xml, "min")).strip(),
                plain(attribute(xml, "max")).strip(),
                String.valueOf(required),
                plain(standard == null ? "" : standard.replaceAll("\\\\(.)", "$1")));
    }

    private static int cardinality(String text) {
        int cardinality = text.isBlank() ? 0 : Integer.parseInt(text.strip());
        return cardinality == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(cardinality);
    }

    private static KeyRule.Type type(String text) {
        return switch (text) {
            case "Long" -> KeyRule.Type.LONG;
            case "Integer" -> KeyRule.Type.INT;
            case "Short" -> KeyRule.Type.SHORT;
            case "Byte" -> KeyRule.Type.BYTE;
            case "Double" -> KeyRule.Type.DOUBLE;
            case "Float" -> KeyRule.Type.FLOAT;
            case "Character", "Char" -> KeyRule.Type.CHAR;
            case "Boolean" -> KeyRule.Type.BOOLEAN;
            case "Password" -> KeyRule.Type.PASSWORD;
            default -> KeyRule.Type.STRING;
        };
    }

    private static void component(byte[] content, List<String> lines) throws XMLStreamException {
        if (!new String(content, StandardCharsets.UTF_8).contains(ConfigurationCheck.class.getName())) {
            return;
        }
        XMLStreamReader xml = reader(content);
        String type = "";
        String pid = "";
        boolean checks = false;
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                switch (xml.getLocalName()) {
                    case "implementation" -> type = attribute(xml, "class");
                    case "provide" -> checks |= attribute(xml, "interface").equals(ConfigurationCheck.class.getName());
                    case "property" -> {
                        if (attribute(xml, "name").equals(ConfigurationCheck.PID_PROPERTY)) {
                            pid = attribute(xml, "value");
                        }
                    }
                    default -> {
                        // references, which a check must do without
                    }
                }
            }
        }
        if (checks) {
            lines.add(CHECK + SEPARATOR + pid + SEPARATOR + type);
        }
    }

    private static XMLStreamReader reader(byte[] content) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory.createXMLStreamReader(new ByteArrayInputStream(content));
    }

    private static String attribute(XMLStreamReader xml, String name) {
        @Nullable String value = xml.getAttributeValue(null, name);
        return value == null ? "" : value;
    }

    /** A line is one line. */
    private static String plain(String text) {
        return text.replaceAll("[\\n\\r\\t]", " ");
    }
}
