/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.provider;

import io.subrack.config.api.Attribute;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;

/** What a bundle says of one of its PIDs. */
record Schema(String pid, boolean factory, Bundle bundle, String name, String description, List<Attribute> attributes) {
    Optional<Attribute> attribute(String key) {
        return attributes.stream().filter(it -> it.id().equals(key)).findFirst();
    }
}
