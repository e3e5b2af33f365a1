/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.api;

import java.util.Optional;

/**
 * What became of one key; values as in {@link Value}.
 *
 * @param from what was there; empty for nothing
 * @param to what is there since; empty for nothing
 */
public record Difference(String key, Optional<Object> from, Optional<Object> to) {}
