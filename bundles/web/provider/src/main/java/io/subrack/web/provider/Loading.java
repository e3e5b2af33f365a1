/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.util.function.Supplier;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.http2.hpack.HpackFieldPreEncoder;

/**
 * Helps Jetty to find its own services. It looks for them by the thread's class loader; where Jetty's jars are bundles
 * of their own, what is found would depend on the order in which they were started.
 */
final class Loading {
    private Loading() {}

    /** Makes something while services are looked for in a given class loader. */
    static <T> T by(ClassLoader loader, Supplier<T> maker) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return maker.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Lets Jetty find, once and for all, who encodes header fields in advance for HTTP/2. */
    static void encoders() {
        by(HpackFieldPreEncoder.class.getClassLoader(), () -> {
            try {
                return Class.forName(
                        PreEncodedHttpField.class.getName(), true, PreEncodedHttpField.class.getClassLoader());
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
