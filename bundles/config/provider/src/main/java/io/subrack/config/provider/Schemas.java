/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.provider;

import io.subrack.config.api.Attribute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.metatype.AttributeDefinition;
import org.osgi.service.metatype.MetaTypeInformation;
import org.osgi.service.metatype.MetaTypeService;
import org.osgi.service.metatype.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metatype of all bundles; that of a bundle is read once for each language. Thread-safe. */
final class Schemas {
    private static final int MAX_CACHED = 5_000;
    private static final Logger log = LoggerFactory.getLogger(Schemas.class);

    private final BundleContext context;
    private final MetaTypeService metatypes;
    /** Guarded by itself. */
    private final Map<Key, List<Schema>> cache = new HashMap<>();

    private record Key(long bundle, long modified, String locale) {}

    Schemas(BundleContext context, MetaTypeService metatypes) {
        this.context = context;
        this.metatypes = metatypes;
    }

    /** Returns the schemas by PID or factory PID; of several bundles with the same, that of the newest instance. */
    Map<String, Schema> all(String locale) {
        Map<String, Schema> all = new TreeMap<>();
        for (Bundle bundle : context.getBundles()) {
            if (bundle.getState() != Bundle.UNINSTALLED) {
                of(bundle, locale).forEach(schema -> all.put(schema.pid(), schema));
            }
        }
        return all;
    }

    private List<Schema> of(Bundle bundle, String locale) {
        Key key = new Key(bundle.getBundleId(), bundle.getLastModified(), locale);
        synchronized (cache) {
            List<Schema> known = cache.get(key);
            if (known != null) {
                return known;
            }
        }
        List<Schema> read = read(bundle, locale);
        synchronized (cache) {
            if (cache.size() >= MAX_CACHED) {
                cache.clear();
            }
            // A bundle that is not active yet may register more of its own.
            if (bundle.getState() == Bundle.ACTIVE) {
                cache.put(key, read);
            }
        }
        return read;
    }

    private List<Schema> read(Bundle bundle, String locale) {
        List<Schema> schemas = new ArrayList<>();
        try {
            MetaTypeInformation information = metatypes.getMetaTypeInformation(bundle);
            if (information == null) {
                return List.of();
            }
            for (String pid : names(information.getPids())) {
                read(information, pid, false, locale).ifPresent(schemas::add);
            }
            for (String pid : names(information.getFactoryPids())) {
                read(information, pid, true, locale).ifPresent(schemas::add);
            }
        } catch (RuntimeException e) { // a bundle's own fault, which must hide no other
            log.warn("The metatype of {} {} cannot be read", bundle.getSymbolicName(), bundle.getVersion(), e);
        }
        return List.copyOf(schemas);
    }

    private static List<String> names(String @Nullable [] names) {
        return names == null ? List.of() : Arrays.asList(names);
    }

    private static Optional<Schema> read(MetaTypeInformation information, String pid, boolean factory, String locale) {
        ObjectClassDefinition definition = information.getObjectClassDefinition(pid, locale.isEmpty() ? null : locale);
        if (definition == null) {
            return Optional.empty();
        }
        Limits limits = Limits.of(information.getBundle());
        Set<String> required = new HashSet<>();
        for (AttributeDefinition it : definitions(definition, ObjectClassDefinition.REQUIRED)) {
            required.add(it.getID());
        }
        List<Attribute> attributes = new ArrayList<>();
        for (AttributeDefinition it : definitions(definition, ObjectClassDefinition.ALL)) {
            attributes.add(attribute(it, required.contains(it.getID()), limits, definition.getID()));
        }
        return Optional.of(new Schema(
                pid,
                factory,
                information.getBundle(),
                text(definition.getName(), pid),
                text(definition.getDescription(), ""),
                attributes));
    }

    private static List<AttributeDefinition> definitions(ObjectClassDefinition definition, int filter) {
        AttributeDefinition[] found = definition.getAttributeDefinitions(filter);
        return found == null ? List.of() : Arrays.asList(found);
    }

    private static Attribute attribute(AttributeDefinition it, boolean required, Limits limits, String ocd) {
        int cardinality = it.getCardinality();
        return new Attribute(
                it.getID(),
                text(it.getName(), it.getID()),
                text(it.getDescription(), ""),
                type(it.getType()),
                cardinality == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(cardinality),
                options(it),
                limits.min(ocd, it.getID()),
                limits.max(ocd, it.getID()),
                required,
                names(it.getDefaultValue()));
    }

    private static List<Attribute.Option> options(AttributeDefinition it) {
        List<String> values = names(it.getOptionValues());
        List<String> labels = names(it.getOptionLabels());
        List<Attribute.Option> options = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            options.add(new Attribute.Option(values.get(i), i < labels.size() ? labels.get(i) : values.get(i)));
        }
        return options;
    }

    private static Attribute.Type type(int type) {
        return switch (type) {
            case AttributeDefinition.LONG -> Attribute.Type.LONG;
            case AttributeDefinition.INTEGER -> Attribute.Type.INT;
            case AttributeDefinition.SHORT -> Attribute.Type.SHORT;
            case AttributeDefinition.BYTE -> Attribute.Type.BYTE;
            case AttributeDefinition.DOUBLE -> Attribute.Type.DOUBLE;
            case AttributeDefinition.FLOAT -> Attribute.Type.FLOAT;
            case AttributeDefinition.CHARACTER -> Attribute.Type.CHAR;
            case AttributeDefinition.BOOLEAN -> Attribute.Type.BOOLEAN;
            case AttributeDefinition.PASSWORD -> Attribute.Type.PASSWORD;
            default -> Attribute.Type.STRING;
        };
    }

    private static String text(@Nullable String text, String otherwise) {
        return text == null || text.isBlank() ? otherwise : text;
    }
}
