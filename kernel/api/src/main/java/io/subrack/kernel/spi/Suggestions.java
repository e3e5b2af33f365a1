/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.framework.Version;

/**
 * Knows which bundles could be installed, for remedies and hints. An optional OSGi service of the catalogue; others refer
 * to it dynamically. Answers from memory at once: whoever asks serves a request. Thread-safe.
 */
@ConsumerType
public interface Suggestions {
    /**
     * Returns bundles that provide something, the best first; at most a handful.
     *
     * @param namespace of the requirement, as {@code osgi.wiring.package}, or {@code osgi.service}
     * @param filter of the requirement, as {@code (osgi.wiring.package=com.acme.text)}; empty if any will do
     */
    List<Suggestion> providersOf(String namespace, String filter);

    /** Returns the best bundle that is newer than what is live, or empty. */
    Optional<Suggestion> updateOf(String symbolicName, Version live);

    /**
     * A bundle that could be installed.
     *
     * @param symbolicName the bundle
     * @param version its version
     * @param repository id of the repository that has it
     * @param coordinates how it is asked for, as {@code com.acme:text:2.0.0}; empty if by symbolic name and version
     */
    record Suggestion(String symbolicName, Version version, String repository, String coordinates) {}
}
