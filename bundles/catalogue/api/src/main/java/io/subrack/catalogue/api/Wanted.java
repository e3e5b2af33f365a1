/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.api;

import io.subrack.kernel.api.Sha256;
import java.net.URI;
import java.util.Optional;

/** A bundle that somebody wants, in one of four ways. */
public sealed interface Wanted {
    /**
     * By Maven coordinates.
     *
     * @param group letters, digits, '.', '_' and '-'
     * @param artifact likewise
     * @param version likewise and '+'; empty for the newest release
     */
    record Coordinates(String group, String artifact, Optional<String> version) implements Wanted {}

    /**
     * By symbolic name.
     *
     * @param symbolicName the bundle
     * @param range a version or version range after the OSGi core specification; empty for the newest
     * @param repository id of the only repository to look into; empty for all
     */
    record Named(String symbolicName, Optional<String> range, Optional<String> repository) implements Wanted {}

    /** One that is in the artifact store already, as after an upload; what it needs is looked for. */
    record Stored(Sha256 digest) implements Wanted {}

    /** By address; refused unless the configuration lists the host. */
    record Address(URI url) implements Wanted {}
}
