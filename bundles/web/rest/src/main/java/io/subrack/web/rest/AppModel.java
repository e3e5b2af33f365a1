/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one Jersey application consists of.
 *
 * @param label whose it is, for messages: {@code com.acme.greeter 1.0.0}
 * @param base the application's path, {@code /} or {@code /a/b}
 * @param loader the bundle's class loader: the context class loader of its requests
 * @param resources classes with {@code @Path} and where their instances come from
 * @param extensions filters, mappers and the like
 * @param classes resource and provider classes that Jersey makes instances of
 * @param singletons resource and provider objects of an {@code Application}
 * @param properties of the application's configuration
 * @param publicPaths below which operations may be for anybody
 * @param rejectUnknown whether JSON with members that nobody knows is refused
 * @param ofPlatform whether it is a part of the platform's own API
 */
record AppModel(
        String label,
        String base,
        ClassLoader loader,
        List<InstanceSource> resources,
        List<Extension> extensions,
        List<Class<?>> classes,
        List<Object> singletons,
        Map<String, Object> properties,
        PublicPaths publicPaths,
        boolean rejectUnknown,
        boolean ofPlatform) {
    AppModel {
        resources = List.copyOf(resources);
        extensions = List.copyOf(extensions);
        classes = List.copyOf(classes);
        singletons = List.copyOf(singletons);
        properties = Map.copyOf(properties);
    }

    /** An application of a capability bundle. */
    AppModel(
            String label,
            String base,
            ClassLoader loader,
            List<InstanceSource> resources,
            List<Extension> extensions,
            List<Class<?>> classes,
            List<Object> singletons,
            Map<String, Object> properties,
            PublicPaths publicPaths,
            boolean rejectUnknown) {
        this(
                label,
                base,
                loader,
                resources,
                extensions,
                classes,
                singletons,
                properties,
                publicPaths,
                rejectUnknown,
                false);
    }

    /** Returns the same but for the extensions. */
    AppModel with(List<Extension> others) {
        return new AppModel(
                label,
                base,
                loader,
                resources,
                others,
                classes,
                singletons,
                properties,
                publicPaths,
                rejectUnknown,
                ofPlatform);
    }

    /**
     * An extension of the application.
     *
     * @param source where its one instance comes from
     * @param contracts the Jakarta REST interfaces it is used for
     * @param dispensable whether the application goes on without it if it breaks the build
     */
    record Extension(InstanceSource source, Set<Class<?>> contracts, boolean dispensable) {
        Extension {
            contracts = Set.copyOf(contracts);
        }
    }
}
