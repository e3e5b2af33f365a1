/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.provider;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The least and greatest values that stand in a bundle's metatype: the service that reads it keeps them to itself. */
final class Limits {
    private static final String DIRECTORY = "OSGI-INF/metatype";
    private static final Logger log = LoggerFactory.getLogger(Limits.class);

    private final Map<String, String> least = new HashMap<>();
    private final Map<String, String> greatest = new HashMap<>();

    private Limits() {}

    static Limits of(Bundle bundle) {
        Limits limits = new Limits();
        Enumeration<URL> files = bundle.findEntries(DIRECTORY, "*.xml", false);
        for (URL file : files == null ? List.<URL>of() : Collections.list(files)) {
            try (InputStream content = file.openStream()) {
                limits.read(content);
            } catch (IOException | XMLStreamException e) {
                log.debug("{} of {} cannot be read", file.getPath(), bundle.getSymbolicName(), e);
            }
        }
        return limits;
    }

    Optional<String> min(String ocd, String attribute) {
        return Optional.ofNullable(least.get(ocd + ' ' + attribute));
    }

    Optional<String> max(String ocd, String attribute) {
        return Optional.ofNullable(greatest.get(ocd + ' ' + attribute));
    }

    private void read(InputStream content) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        XMLStreamReader xml = factory.createXMLStreamReader(content);
        String ocd = "";
        while (xml.hasNext()) {
            if (xml.next() == XMLStreamConstants.START_ELEMENT) {
                if (xml.getLocalName().equals("OCD")) {
                    ocd = String.valueOf(xml.getAttributeValue(null, "id"));
                } else if (xml.getLocalName().equals("AD")) {
                    String key = ocd + ' ' + xml.getAttributeValue(null, "id");
                    put(least, key, xml.getAttributeValue(null, "min"));
                    put(greatest, key, xml.getAttributeValue(null, "max"));
                }
            }
        }
    }

    private static void put(Map<String, String> limits, String key, @Nullable String limit) {
        if (limit != null && !limit.isBlank()) {
            limits.put(key, limit.strip());
        }
    }
}
