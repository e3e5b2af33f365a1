/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.provider;

import io.subrack.config.api.Attribute;
import io.subrack.kernel.spi.ConfigurationSchema;
import io.subrack.kernel.spi.KeyRule;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;

/** What a bundle says of one of its PIDs. */
record Schema(
        String pid,
        boolean factory,
        Bundle bundle,
        String name,
        String description,
        List<Attribute> attributes,
        ConfigurationSchema rules) {
    Schema(String pid, boolean factory, Bundle bundle, String name, String description, List<Attribute> attributes) {
        this(pid, factory, bundle, name, description, attributes, rules(pid, attributes));
    }

    private static ConfigurationSchema rules(String pid, List<Attribute> attributes) {
        return new ConfigurationSchema(
                pid, attributes.stream().map(Schema::rule).toList());
    }

    /** Returns what the values of a key may be. */
    static KeyRule rule(Attribute it) {
        return new KeyRule(
                it.id(),
                KeyRule.Type.valueOf(it.type().name()),
                it.cardinality(),
                it.options().stream().map(Attribute.Option::value).toList(),
                it.min(),
                it.max(),
                it.required() && it.defaults().isEmpty());
    }

    Optional<Attribute> attribute(String key) {
        return attributes.stream().filter(it -> it.id().equals(key)).findFirst();
    }
}
