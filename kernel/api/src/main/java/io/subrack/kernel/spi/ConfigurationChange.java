/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.spi;

import io.subrack.kernel.api.Author;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A change of the admin layer that was checked and is to be written.
 *
 * @param values the whole layer; empty to drop it
 * @param sealed texts that must not be seen, by key: they are put away, and the layer gets a reference to each
 * @param by who asks for it
 * @param reason why; may be empty
 */
public record ConfigurationChange(
        String pid, Optional<Map<String, Object>> values, Map<String, String> sealed, Author by, String reason) {
    public ConfigurationChange {
        values = values.map(layer -> Collections.unmodifiableMap(new TreeMap<>(layer)));
        sealed = Map.copyOf(sealed);
    }

    /** Leaves out what is sealed. */
    @Override
    public String toString() {
        return "ConfigurationChange[" + pid + " by " + by.name() + "]";
    }
}
