/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.api;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where bundles come from, as an admin has set it.
 *
 * @param id how it is called; of the form {@link #ID}
 * @param kind what it is
 * @param url where it is: an address, or for a folder a path below the installation
 * @param priority repositories with lower numbers are asked first; 0 to {@value #MAX_PRIORITY}
 * @param enabled whether it is asked at all
 * @param credentials reference to a secret that is sent along, as {@code $[secret:nexus]}; empty for none
 * @param revision counts its changes, from 1
 */
public record Repository(
        String id, Kind kind, String url, int priority, boolean enabled, Optional<String> credentials, long revision) {
    /** What an id looks like. */
    public static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    public static final int MAX_PRIORITY = 1_000;
    public static final int DEFAULT_PRIORITY = 100;

    /** The kinds of repository. */
    public enum Kind {
        /** The layout of Maven 2: found by coordinates. */
        MAVEN,
        /** An OSGi repository index, {@code index.xml} or {@code index.xml.gz}. */
        R5,
        /** Jars in a directory of this machine. */
        FOLDER
    }
}
