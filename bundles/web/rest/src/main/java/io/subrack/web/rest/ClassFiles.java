/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one artifact, read on demand, and what Jakarta REST makes of them: annotations are inherited from super
 * classes and interfaces as section 3.6 of Jakarta RESTful Web Services 3.1 says.
 */
final class ClassFiles {
    private static final int MAX_CLASSES = 20_000;
    private static final Map<String, String> STANDARD_METHODS = Map.of(
            "Ljakarta/ws/rs/GET;", "GET",
            "Ljakarta/ws/rs/POST;", "POST",
            "Ljakarta/ws/rs/PUT;", "PUT",
            "Ljakarta/ws/rs/DELETE;", "DELETE",
            "Ljakarta/ws/rs/PATCH;", "PATCH",
            "Ljakarta/ws/rs/HEAD;", "HEAD",
            "Ljakarta/ws/rs/OPTIONS;", "OPTIONS");

    private final Function<String, Optional<byte[]>> entries;
    private final Map<String, Optional<ClassFacts>> known = new HashMap<>();

    /** @param entries the bytes of an entry by its name */
    ClassFiles(Function<String, Optional<byte[]>> entries) {
        this.entries = entries;
    }

    /** Returns the concrete classes that have a path and that Jersey can make instances of, sorted by name. */
    List<String> instantiableResources(Collection<String> entryNames) {
        var found = new ArrayList<String>();
        int classes = 0;
        for (String entry : entryNames) {
            if (!entry.endsWith(".class") || entry.startsWith("META-INF/")) {
                continue;
            }
            if (++classes > MAX_CLASSES) {
                break;
            }
            entries.apply(entry)
                    .filter(ClassFacts::mayHavePath)
                    .flatMap(ClassFacts::read)
                    .filter(ClassFiles::isInstantiable)
                    .filter(facts -> entry.equals(facts.name() + ".class") && facts.path() != null)
                    .ifPresent(facts -> found.add(facts.name().replace('/', '.')));
        }
        found.sort(null);
        return found;
    }

    private static boolean isInstantiable(ClassFacts facts) {
        return facts.isConcrete()
                && (facts.constructors().contains("()V")
                        || facts.constructors().contains("(Lorg/osgi/framework/BundleContext;)V"));
    }

    /** Returns the {@code @Path} that counts for a class, or empty if it has none that can be seen here. */
    Optional<String> path(String className) {
        String fromInterface = null;
        for (ClassFacts facts : lineage(className)) {
            if (facts.path() != null) {
                return Optional.of(facts.path());
            }
            for (String name : facts.interfaces()) {
                Optional<ClassFacts> declared = find(name);
                if (fromInterface == null && declared.isPresent()) {
                    fromInterface = declared.get().path();
                }
            }
        }
        return Optional.ofNullable(fromInterface);
    }

    /** Returns the {@code @ApplicationPath} of a class; empty text if it has none. Not known if the class is not here. */
    Optional<String> applicationPath(String className) {
        return find(className.replace('.', '/'))
                .map(facts -> facts.applicationPath() == null ? "" : facts.applicationPath());
    }

    /** Returns endpoints as {@code GET /greeter/{name}}, sorted. */
    Set<String> endpoints(String base, String className) {
        var endpoints = new TreeSet<String>();
        Optional<String> path = path(className);
        if (path.isEmpty()) {
            return endpoints;
        }
        for (String signature : signatures(className)) {
            ClassFacts.Method method = annotated(className, signature);
            if (method == null) {
                continue;
            }
            for (String annotation : method.annotations()) {
                String verb = verb(annotation);
                if (verb != null) {
                    String sub = method.path() == null ? "" : method.path();
                    endpoints.add(verb + " " + RestPaths.template(base, path.get(), sub));
                }
            }
        }
        return endpoints;
    }

    private Set<String> signatures(String className) {
        var signatures = new TreeSet<String>();
        for (ClassFacts facts : lineage(className)) {
            signatures.addAll(facts.methods().keySet());
            interfacesOf(facts)
                    .forEach(declared -> signatures.addAll(declared.methods().keySet()));
        }
        return signatures;
    }

    /** Returns the declaration of a method whose annotations count: the class's own, else a super class's, else an interface's. */
    private ClassFacts.@Nullable Method annotated(String className, String signature) {
        List<ClassFacts> lineage = lineage(className);
        for (ClassFacts facts : lineage) {
            ClassFacts.Method method = facts.methods().get(signature);
            if (method != null && isAnnotated(method)) {
                return method;
            }
        }
        for (ClassFacts facts : lineage) {
            for (ClassFacts declared : interfacesOf(facts)) {
                ClassFacts.Method method = declared.methods().get(signature);
                if (method != null && isAnnotated(method)) {
                    return method;
                }
            }
        }
        return null;
    }

    private boolean isAnnotated(ClassFacts.Method method) {
        return method.annotations().stream()
                .anyMatch(annotation -> annotation.startsWith("Ljakarta/ws/rs/") || verb(annotation) != null);
    }

    private @Nullable String verb(String annotation) {
        String standard = STANDARD_METHODS.get(annotation);
        if (standard != null || annotation.startsWith("Ljakarta/") || !annotation.endsWith(";")) {
            return standard;
        }
        return find(annotation.substring(1, annotation.length() - 1))
                .map(ClassFacts::httpMethod)
                .orElse(null);
    }

    /** Returns the class and its super classes, as far as they are in the artifact. */
    private List<ClassFacts> lineage(String className) {
        var lineage = new ArrayList<ClassFacts>();
        var seen = new HashSet<String>();
        String next = className.replace('.', '/');
        while (next != null && seen.add(next)) {
            Optional<ClassFacts> facts = find(next);
            if (facts.isEmpty()) {
                break;
            }
            lineage.add(facts.get());
            next = facts.get().superName();
        }
        return lineage;
    }

    private List<ClassFacts> interfacesOf(ClassFacts facts) {
        var found = new ArrayList<ClassFacts>();
        var seen = new HashSet<String>();
        var open = new java.util.ArrayDeque<>(facts.interfaces());
        while (!open.isEmpty()) {
            String name = open.poll();
            if (seen.add(name)) {
                find(name).ifPresent(declared -> {
                    found.add(declared);
                    open.addAll(declared.interfaces());
                });
            }
        }
        return found;
    }

    private Optional<ClassFacts> find(String internalName) {
        Optional<ClassFacts> facts = known.get(internalName);
        if (facts == null) {
            facts = entries.apply(internalName + ".class").flatMap(ClassFacts::read);
            known.put(internalName, facts);
        }
        return facts;
    }
}
