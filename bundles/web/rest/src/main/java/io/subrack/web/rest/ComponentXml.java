/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_APPLICATION_BASE;
import static org.osgi.service.jakartars.whiteboard.JakartarsWhiteboardConstants.JAKARTA_RS_RESOURCE;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * The declared component of one description file (OSGi Compendium 8, chapter 112), as far as the whiteboard is concerned.
 *
 * @param implementation the class
 * @param service whether it is registered as a service
 * @param certain whether it is active without configuration, and its properties stand in the file
 * @param properties names and values; several values are a list
 */
record ComponentXml(String implementation, boolean service, boolean certain, Map<String, Object> properties) {
    private static final int MAX_FILE_BYTES = 1024 * 1024;
    private static final int MAX_FILES = 2000;

    ComponentXml {
        properties = Map.copyOf(properties);
    }

    /** Says whether it is a resource or an application of the whiteboard. */
    boolean isApi() {
        return properties.containsKey(JAKARTA_RS_APPLICATION_BASE)
                || Claims.isTrue(properties.get(JAKARTA_RS_RESOURCE));
    }

    /**
     * Returns the components that a manifest lists.
     *
     * @param header the value of {@code Service-Component}; null if there is none
     * @param entryNames all entries, for patterns
     * @param entries the bytes of an entry by its name
     */
    static List<ComponentXml> all(
            @Nullable String header, Collection<String> entryNames, Function<String, Optional<byte[]>> entries) {
        var components = new ArrayList<ComponentXml>();
        if (header == null) {
            return components;
        }
        int files = 0;
        for (String clause : header.split(",")) {
            String pattern = clause.split(";", 2)[0].trim();
            List<String> names =
                    pattern.contains("*") ? matching(pattern, entryNames) : List.of(stripLeadingSlash(pattern));
            for (String name : names) {
                if (++files > MAX_FILES) {
                    return components;
                }
                entries.apply(name)
                        .filter(file -> file.length <= MAX_FILE_BYTES)
                        .ifPresent(file -> read(file, components));
            }
        }
        return components;
    }

    private static String stripLeadingSlash(String name) {
        return name.startsWith("/") ? name.substring(1) : name;
    }

    /** Wildcards stand in the last segment only. */
    private static List<String> matching(String pattern, Collection<String> names) {
        String clean = stripLeadingSlash(pattern);
        int slash = clean.lastIndexOf('/');
        String folder = clean.substring(0, slash + 1);
        String[] literals = clean.substring(slash + 1).split("\\*", -1);
        return names.stream()
                .filter(name -> name.startsWith(folder) && name.indexOf('/', folder.length()) < 0)
                .filter(name -> matches(name.substring(folder.length()), literals))
                .toList();
    }

    private static boolean matches(String name, String[] literals) {
        if (!name.startsWith(literals[0])) {
            return false;
        }
        int at = literals[0].length();
        for (int i = 1; i < literals.length; i++) {
            int next = i == literals.length - 1 ? name.length() - literals[i].length() : name.indexOf(literals[i], at);
            if (next < at || !name.startsWith(literals[i], next)) {
                return false;
            }
            at = next + literals[i].length();
        }
        return true;
    }

    private static void read(byte[] file, List<ComponentXml> components) {
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            XMLStreamReader xml = factory.createXMLStreamReader(new ByteArrayInputStream(file));
            while (xml.hasNext()) {
                if (xml.next() == XMLStreamConstants.START_ELEMENT
                        && xml.getLocalName().equals("component")) {
                    component(xml).ifPresent(components::add);
                }
            }
        } catch (XMLStreamException | RuntimeException e) {
            // A broken description makes no component; declarative services will say so when the bundle starts.
            return;
        }
    }

    private static Optional<ComponentXml> component(XMLStreamReader xml) throws XMLStreamException {
        boolean certain = !"false".equals(xml.getAttributeValue(null, "enabled"))
                && !"require".equals(xml.getAttributeValue(null, "configuration-policy"))
                && xml.getAttributeValue(null, "factory") == null;
        String implementation = null;
        boolean service = false;
        var properties = new HashMap<String, Object>();
        int depth = 1;
        while (depth > 0 && xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.END_ELEMENT) {
                depth--;
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                depth++;
                switch (xml.getLocalName()) {
                    case "implementation" -> implementation = xml.getAttributeValue(null, "class");
                    case "provide" -> service = true;
                    case "properties" -> certain = false;
                    case "property" -> {
                        property(xml, properties);
                        depth--;
                    }
                    default -> {}
                }
            }
        }
        return implementation == null
                ? Optional.empty()
                : Optional.of(new ComponentXml(implementation, service, certain, properties));
    }

    private static void property(XMLStreamReader xml, Map<String, Object> properties) throws XMLStreamException {
        String name = xml.getAttributeValue(null, "name");
        String value = xml.getAttributeValue(null, "value");
        String text = xml.getElementText();
        if (name != null) {
            properties.put(
                    name,
                    value != null
                            ? value
                            : Arrays.stream(text.split("\n"))
                                    .map(String::trim)
                                    .filter(line -> !line.isEmpty())
                                    .toList());
        }
    }
}
