/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The context class loader of builds: this bundle's, but it remembers the files in {@code META-INF/services}. Jersey
 * looks for them at each build, through every archive of the class path, and opens those with a hit anew each time.
 */
final class BuildLoader extends ClassLoader {
    static final ClassLoader INSTANCE = new BuildLoader(BuildLoader.class.getClassLoader());

    private static final String SERVICES = "META-INF/services/";

    private final Map<String, List<URL>> services = new ConcurrentHashMap<>();

    BuildLoader(ClassLoader parent) {
        super(parent);
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        if (!name.startsWith(SERVICES)) {
            return super.getResources(name);
        }
        List<URL> known = services.get(name);
        if (known == null) {
            known = remembered(super.getResources(name));
            services.put(name, known);
        }
        return Collections.enumeration(known);
    }

    private static List<URL> remembered(Enumeration<URL> found) throws IOException {
        var remembered = new ArrayList<URL>();
        while (found.hasMoreElements()) {
            URL original = found.nextElement();
            try (InputStream in = original.openStream()) {
                remembered.add(inMemory(original, in.readAllBytes()));
            }
        }
        return List.copyOf(remembered);
    }

    private static URL inMemory(URL original, byte[] content) throws MalformedURLException {
        return new URL(null, original.toExternalForm(), new URLStreamHandler() {
            @Override
            protected URLConnection openConnection(URL url) {
                return new URLConnection(url) {
                    @Override
                    public void connect() {
                        // there is nothing to connect to
                    }

                    @Override
                    public InputStream getInputStream() {
                        return new ByteArrayInputStream(content);
                    }
                };
            }
        });
    }
}
