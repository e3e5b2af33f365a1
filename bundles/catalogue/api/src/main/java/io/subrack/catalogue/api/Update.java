/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.api;

import java.util.Optional;

/**
 * A newer version of a bundle of the current set.
 *
 * @param bundle its symbolic name
 * @param version what is in the set
 * @param latest the newest release
 * @param repository id of the repository that has it
 * @param coordinates {@code group:artifact:version}; empty if it is not Maven's
 */
public record Update(String bundle, String version, String latest, String repository, Optional<String> coordinates) {}
