/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads XML of strangers: no document type, no entities but the five of XML itself, nothing from elsewhere. */
final class Xml {
    private static final int MAX_DEPTH = 64;

    private Xml() {}

    static XMLStreamReader reader(InputStream content) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("it refers to " + systemId + ", and nothing from elsewhere is read");
        });
        return factory.createXMLStreamReader(content);
    }

    /** Goes on and keeps the depth in mind. */
    static final class Walk {
        private final XMLStreamReader reader;
        private int depth;

        Walk(XMLStreamReader reader) {
            this.reader = reader;
        }

        /** Returns whether there is another element's start or end; {@link #isStart()} says which. */
        boolean next() throws XMLStreamException {
            while (reader.hasNext()) {
                int event = reader.next();
                if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                    throw new XMLStreamException("it has a document type or entities, which are not read");
                }
                if (event == XMLStreamConstants.START_ELEMENT) {
                    if (++depth > MAX_DEPTH) {
                        throw new XMLStreamException("its elements are nested more than " + MAX_DEPTH + " deep");
                    }
                    return true;
                }
                if (event == XMLStreamConstants.END_ELEMENT) {
                    depth--;
                    return true;
                }
            }
            return false;
        }

        boolean isStart() {
            return reader.getEventType() == XMLStreamConstants.START_ELEMENT;
        }

        /** Returns how many elements are open, one that starts included, one that ends not. */
        int depth() {
            return depth;
        }

        /** Returns the text of an element that has nothing but text; it is at its end then. */
        String text() throws XMLStreamException {
            depth--;
            return reader.getElementText().strip();
        }
    }

    /** Fails as soon as more comes than is allowed. */
    static final class Limited extends FilterInputStream {
        private final long most;
        private long count;

        Limited(InputStream in, long most) {
            super(in);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            add(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            add(Math.max(0, read));
            return read;
        }

        private void add(int more) throws IOException {
            count += more;
            if (count > most) {
                throw new IOException("it has more than " + most + " bytes");
            }
        }
    }
}
