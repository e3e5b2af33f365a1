/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * What Jakarta REST annotations say in one class file. Read without loading the class; class files are a stranger's.
 *
 * @param name internal name
 * @param superName internal name of the super class; null for {@code Object}
 * @param interfaces internal names
 * @param access flags of the class
 * @param path value of {@code @Path}; null if the class has none itself
 * @param applicationPath value of {@code @ApplicationPath}; null if it has none
 * @param httpMethod value of {@code @HttpMethod} of an annotation type; null if there is none
 * @param methods the public methods by name and descriptor
 * @param constructors descriptors of the public constructors
 */
record ClassFacts(
        String name,
        @Nullable String superName,
        List<String> interfaces,
        int access,
        @Nullable String path,
        @Nullable String applicationPath,
        @Nullable String httpMethod,
        Map<String, Method> methods,
        List<String> constructors) {
    private static final int MAX_CLASS_BYTES = 2 * 1024 * 1024;
    private static final String PATH = "Ljakarta/ws/rs/Path;";
    private static final String APPLICATION_PATH = "Ljakarta/ws/rs/ApplicationPath;";
    private static final String HTTP_METHOD = "Ljakarta/ws/rs/HttpMethod;";

    ClassFacts {
        interfaces = List.copyOf(interfaces);
        methods = Map.copyOf(methods);
        constructors = List.copyOf(constructors);
    }

    /**
     * One method.
     *
     * @param path value of {@code @Path}; null if it has none
     * @param annotations descriptors of all its annotations
     */
    record Method(@Nullable String path, List<String> annotations) {
        Method {
            annotations = List.copyOf(annotations);
        }
    }

    /** Says whether Jersey could make instances of it. */
    boolean isConcrete() {
        return (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_INTERFACE | Opcodes.ACC_ANNOTATION)) == 0
                && (access & Opcodes.ACC_PUBLIC) != 0;
    }

    boolean isInterface() {
        return (access & Opcodes.ACC_INTERFACE) != 0;
    }

    /** Says whether a class file could have {@code @Path}; spares reading those that cannot. */
    static boolean mayHavePath(byte[] classFile) {
        byte[] wanted = PATH.getBytes(StandardCharsets.US_ASCII);
        outer:
        for (int i = 0; i <= classFile.length - wanted.length; i++) {
            for (int j = 0; j < wanted.length; j++) {
                if (classFile[i + j] != wanted[j]) {
                    continue outer;
                }
            }
            return true;
        }
        return false;
    }

    /** Returns what a class file says, or empty if it is broken or too large. */
    static Optional<ClassFacts> read(byte[] classFile) {
        if (classFile.length > MAX_CLASS_BYTES) {
            return Optional.empty();
        }
        try {
            var visitor = new Visitor();
            new ClassReader(classFile)
                    .accept(visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            return Optional.of(visitor.facts());
        } catch (RuntimeException | StackOverflowError e) { // ASM trusts its input and fails in many ways
            return Optional.empty();
        }
    }

    private static final class Visitor extends ClassVisitor {
        private String name = "";
        private @Nullable String superName;
        private List<String> interfaces = List.of();
        private int access;
        private @Nullable String path;
        private @Nullable String applicationPath;
        private @Nullable String httpMethod;
        private final Map<String, Method> methods = new HashMap<>();
        private final List<String> constructors = new ArrayList<>();

        Visitor() {
            super(Opcodes.ASM9);
        }

        ClassFacts facts() {
            return new ClassFacts(
                    name, superName, interfaces, access, path, applicationPath, httpMethod, methods, constructors);
        }

        @Override
        public void visit(
                int version,
                int flags,
                String className,
                @Nullable String signature,
                @Nullable String superClass,
                String @Nullable [] implemented) {
            name = className;
            superName = superClass;
            interfaces = implemented == null ? List.of() : List.of(implemented);
            access = flags;
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            if (descriptor.equals(PATH)) {
                return new Value(value -> path = value);
            }
            if (descriptor.equals(APPLICATION_PATH)) {
                return new Value(value -> applicationPath = value);
            }
            return descriptor.equals(HTTP_METHOD) ? new Value(value -> httpMethod = value) : null;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int flags,
                String method,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            if ((flags & Opcodes.ACC_PUBLIC) == 0 || (flags & (Opcodes.ACC_STATIC | Opcodes.ACC_BRIDGE)) != 0) {
                return null;
            }
            if (method.equals("<init>")) {
                constructors.add(descriptor);
                return null;
            }
            return new MethodNotes(method + descriptor, methods);
        }
    }

    private static final class MethodNotes extends MethodVisitor {
        private final String key;
        private final Map<String, Method> target;
        private final List<String> annotations = new ArrayList<>();
        private @Nullable String path;

        MethodNotes(String key, Map<String, Method> target) {
            super(Opcodes.ASM9);
            this.key = key;
            this.target = target;
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            annotations.add(descriptor);
            return descriptor.equals(PATH) ? new Value(value -> path = value) : null;
        }

        @Override
        public void visitEnd() {
            target.put(key, new Method(path, annotations));
        }
    }

    private static final class Value extends AnnotationVisitor {
        private final Consumer<String> target;

        Value(Consumer<String> target) {
            super(Opcodes.ASM9);
            this.target = target;
        }

        @Override
        public void visit(String name, Object value) {
            if (name.equals("value") && value instanceof String text) {
                target.accept(text);
            }
        }
    }
}
