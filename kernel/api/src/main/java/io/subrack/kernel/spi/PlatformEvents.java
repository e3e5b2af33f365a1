/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The one stream of events that live pages and other clients of the management API follow. An OSGi service of the
 * management API; it may come late and go early, so publishers refer to it dynamically and do without it. Thread-safe.
 */
@ProviderType
public interface PlatformEvents {
    /**
     * Tells everybody who follows. Returns at once: readers that are too slow are cut off and never waited for. An event
     * says that something changed and where, not all that there is to know, and never a secret: everybody with the scope
     * {@code platform.read} sees it.
     *
     * @param type what kind of event it is, one word in lower case: {@code configuration}
     * @param data its members: texts, numbers, booleans, and lists and maps of these; copied at once
     * @throws IllegalArgumentException if the type is no such word, or the data cannot be written as JSON or is longer than
     *     {@value #MAX_CHARS} characters then
     */
    void publish(String type, Map<String, ?> data);

    /** How long an event may be. */
    int MAX_CHARS = 16_384;
}
