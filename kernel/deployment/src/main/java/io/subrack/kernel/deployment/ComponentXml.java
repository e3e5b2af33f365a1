/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads which services a component description (OSGi Declarative Services) provides and refers to. */
final class ComponentXml {
    private static final XMLInputFactory FACTORY = factory();

    private ComponentXml() {}

    /** A stranger's text: no document types, so no entities and no files or hosts that they name. */
    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }

    /**
     * Adds what one file says.
     *
     * @param required receives the interfaces without which a component does not start
     * @return why the file cannot be read, or empty
     */
    static Optional<String> read(byte[] xml, Set<String> provided, Set<String> referred, Set<String> required) {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(xml));
            while (reader.hasNext()) {
                if (reader.next() == XMLStreamConstants.START_ELEMENT) {
                    readElement(reader, provided, referred, required);
                }
            }
            return Optional.empty();
        } catch (XMLStreamException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static void readElement(
            XMLStreamReader reader, Set<String> provided, Set<String> referred, Set<String> required) {
        String service = reader.getAttributeValue(null, "interface");
        if (service == null) {
            return;
        }
        if (reader.getLocalName().equals("provide")) {
            provided.add(service);
        } else if (reader.getLocalName().equals("reference")) {
            referred.add(service);
            String cardinality = reader.getAttributeValue(null, "cardinality");
            if (cardinality == null || cardinality.startsWith("1")) {
                required.add(service);
            }
        }
    }
}
