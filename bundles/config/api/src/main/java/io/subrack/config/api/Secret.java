/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.api;

import java.util.Optional;

/**
 * Stands for a value that nobody is shown. In a change it stands for the value that the admin layer has already.
 *
 * @param reference where the secret comes from, as {@code $[file:db/password]}; empty if the value itself was written
 */
public record Secret(Optional<String> reference) {}
