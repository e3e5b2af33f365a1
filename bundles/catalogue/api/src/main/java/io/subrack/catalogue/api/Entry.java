/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.api;

import java.util.List;
import java.util.Optional;

/**
 * A bundle that repositories have.
 *
 * @param symbolicName the bundle; {@code group:artifact} where it is not known before it is downloaded
 * @param name for people
 * @param description for people; may be empty
 * @param offers its versions, the newest first; at least one
 * @param installed its version in the current set
 */
public record Entry(
        String symbolicName, String name, String description, List<Offer> offers, Optional<String> installed) {
    public Entry {
        offers = List.copyOf(offers);
    }
}
