/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.spi.ArtifactContent;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;

/** Finds the servlets that an artifact declares as components, so that a plan can name their routes. */
final class ServletComponents {
    private static final String FOLDER = "OSGI-INF/";

    private ServletComponents() {}

    static List<Contribution> describe(ArtifactContent artifact) {
        Set<String> prefixes = new TreeSet<>();
        for (String name : artifact.names()) {
            if (name.startsWith(FOLDER) && name.endsWith(".xml")) {
                artifact.read(name).ifPresent(xml -> prefixes.addAll(prefixes(xml)));
            }
        }
        return prefixes.stream()
                .map(prefix -> new Contribution(Contribution.ROUTE, prefix))
                .toList();
    }

    private static Set<String> prefixes(byte[] xml) {
        Set<String> prefixes = new TreeSet<>();
        try {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            XMLStreamReader reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
            Map<String, List<String>> component = new HashMap<>();
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    read(reader, component);
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && reader.getLocalName().equals("component")) {
                    addPrefixes(component, prefixes);
                    component.clear();
                }
            }
        } catch (XMLStreamException e) {
            // Whoever reads the components for good says what is wrong with the file.
            return Set.of();
        }
        return prefixes;
    }

    private static void read(XMLStreamReader reader, Map<String, List<String>> component) throws XMLStreamException {
        if (reader.getLocalName().equals("component")) {
            component.clear();
        } else if (reader.getLocalName().equals("property")) {
            String name = reader.getAttributeValue(null, "name");
            String value = reader.getAttributeValue(null, "value");
            if (name != null) {
                List<String> values = value == null
                        ? reader.getElementText().lines().map(String::trim).toList()
                        : List.of(value);
                component.put(name, values);
            }
        }
    }

    private static void addPrefixes(Map<String, List<String>> component, Set<String> prefixes) {
        // Only the default context's path is known without running the bundle.
        if (component.containsKey(HttpWhiteboardConstants.HTTP_WHITEBOARD_CONTEXT_SELECT)) {
            return;
        }
        List<String> patterns = new ArrayList<>();
        patterns.addAll(component.getOrDefault(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN, List.of()));
        patterns.addAll(component.getOrDefault(HttpWhiteboardConstants.HTTP_WHITEBOARD_RESOURCE_PATTERN, List.of()));
        for (String pattern : patterns) {
            if (!pattern.isEmpty()) {
                prefixes.add(ServletPatterns.prefix("", pattern));
            }
        }
    }
}
