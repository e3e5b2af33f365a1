/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.subrack.config.api.Attribute;
import io.subrack.config.api.Configuration;
import io.subrack.config.api.Difference;
import io.subrack.config.api.Fault;
import io.subrack.config.api.Revision;
import io.subrack.config.api.Secret;
import io.subrack.config.api.Validation;
import io.subrack.config.api.Value;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is answered, in JSON. */
final class Views {
    private Views() {}

    /** A configuration in the list. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Item(
            String pid,
            @Nullable String factoryPid,
            String name,
            String description,
            @Nullable String bundle,
            boolean factory,
            List<String> layers,
            boolean changed,
            long revision,
            boolean restart,
            boolean pending,
            boolean orphaned,
            boolean valid,
            List<String> problems) {
        static Item of(Configuration it) {
            return new Item(
                    it.pid(),
                    it.factoryPid().orElse(null),
                    it.name(),
                    it.description(),
                    it.bundle().orElse(null),
                    it.factory(),
                    layerNames(it),
                    it.layers().contains(Configuration.Layer.ADMIN),
                    it.revision(),
                    it.restart(),
                    it.pending(),
                    it.orphaned(),
                    it.problems().isEmpty(),
                    it.problems());
        }
    }

    /** A configuration with all its values. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Detail(
            String pid,
            @Nullable String factoryPid,
            String name,
            String description,
            @Nullable String bundle,
            boolean factory,
            List<String> layers,
            boolean changed,
            long revision,
            boolean restart,
            boolean pending,
            boolean orphaned,
            boolean valid,
            List<String> problems,
            List<AttributeView> attributes,
            Map<String, ValueView> values) {
        static Detail of(Configuration it) {
            Item item = Item.of(it);
            Map<String, ValueView> values = new LinkedHashMap<>();
            it.values().forEach((key, value) -> values.put(key, ValueView.of(value)));
            return new Detail(
                    item.pid(),
                    item.factoryPid(),
                    item.name(),
                    item.description(),
                    item.bundle(),
                    item.factory(),
                    item.layers(),
                    item.changed(),
                    item.revision(),
                    item.restart(),
                    item.pending(),
                    item.orphaned(),
                    item.valid(),
                    item.problems(),
                    it.attributes().stream().map(AttributeView::of).toList(),
                    values);
        }
    }

    private static List<String> layerNames(Configuration it) {
        return it.layers().stream().map(Views::lower).toList();
    }

    /** What is known of a key. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AttributeView(
            String id,
            String name,
            String description,
            String type,
            int cardinality,
            List<Attribute.Option> options,
            @Nullable String min,
            @Nullable String max,
            boolean required,
            @JsonProperty("default") List<String> defaults) {
        static AttributeView of(Attribute it) {
            return new AttributeView(
                    it.id(),
                    it.name(),
                    it.description(),
                    lower(it.type()),
                    it.cardinality(),
                    it.options(),
                    it.min().orElse(null),
                    it.max().orElse(null),
                    it.required(),
                    it.type() == Attribute.Type.PASSWORD ? List.of() : it.defaults());
        }
    }

    /** What the layers say of a key. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ValueView(
            @Nullable Object effective,
            @JsonProperty("default") @Nullable Object standard,
            @Nullable Object platform,
            @Nullable Object admin,
            boolean secret) {
        static ValueView of(Value it) {
            return new ValueView(
                    json(it.effective()), json(it.standard()), json(it.platform()), json(it.admin()), it.secret());
        }
    }

    /** That there is a secret, and where it comes from if that is known. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record SecretView(boolean secret, boolean set, @Nullable String reference) {}

    private static @Nullable Object json(Optional<Object> value) {
        return value.map(Views::json).orElse(null);
    }

    private static Object json(Object value) {
        if (value instanceof Secret secret) {
            return new SecretView(true, true, secret.reference().orElse(null));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Views::json).toList();
        }
        return value instanceof Character ? value.toString() : value;
    }

    /** What became of a key. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record DifferenceView(
            String key, @Nullable Object from, @Nullable Object to) {
        static DifferenceView of(Difference it) {
            return new DifferenceView(it.key(), json(it.from()), json(it.to()));
        }
    }

    /** What a change would do. */
    record ValidationView(
            boolean valid,
            List<Fault> faults,
            List<String> warnings,
            List<DifferenceView> diff,
            List<String> restarts,
            boolean restart) {
        static ValidationView of(Validation it) {
            return new ValidationView(
                    it.valid(),
                    it.faults(),
                    it.warnings(),
                    it.differences().stream().map(DifferenceView::of).toList(),
                    it.restarts(),
                    it.restart());
        }
    }

    /** A change that was made. */
    record RevisionView(
            long revision, String pid, Instant at, String author, String reason, List<DifferenceView> diff) {
        static RevisionView of(Revision it) {
            return new RevisionView(
                    it.number(),
                    it.pid(),
                    it.at(),
                    it.by().name(),
                    it.reason(),
                    it.differences().stream().map(DifferenceView::of).toList());
        }
    }

    /** A secret that can be referred to. */
    record NamedSecret(String name, String reference, Set<String> usedBy) {}

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
