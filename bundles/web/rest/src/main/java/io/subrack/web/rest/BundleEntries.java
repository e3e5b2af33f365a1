/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;

/** The files in an installed bundle. */
final class BundleEntries {
    private BundleEntries() {}

    static Collection<String> names(Bundle bundle) {
        Enumeration<URL> entries = bundle.findEntries("/", "*", true);
        var names = new ArrayList<String>();
        for (URL entry : entries == null ? List.<URL>of() : Collections.list(entries)) {
            String path = entry.getPath();
            if (!path.endsWith("/")) {
                names.add(path.startsWith("/") ? path.substring(1) : path);
            }
        }
        return names;
    }

    static Optional<byte[]> read(Bundle bundle, String entry) {
        URL url = bundle.getEntry(entry);
        if (url == null) {
            return Optional.empty();
        }
        try (InputStream in = url.openStream()) {
            return Optional.of(in.readAllBytes());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the components that the bundle declares. */
    static List<ComponentXml> components(Bundle bundle) {
        String header = bundle.getHeaders("").get("Service-Component");
        Collection<String> names = header == null || !header.contains("*") ? List.of() : names(bundle);
        return ComponentXml.all(header, names, entry -> read(bundle, entry));
    }
}
