/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.testing;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles the sources of a test bundle against the test class path. */
final class Sources {
    private Sources() {}

    /** @return the content of each class file by its path in a jar */
    static Map<String, byte[]> compile(Map<String, String> sourcesByClassName) {
        try {
            Path work = Files.createTempDirectory("subrack-sources");
            try {
                return compile(work, sourcesByClassName);
            } finally {
                delete(work);
            }
        } catch (IOException e) {
            throw new AssertionError("cannot compile " + sourcesByClassName.keySet(), e);
        }
    }

    private static Map<String, byte[]> compile(Path work, Map<String, String> sources) throws IOException {
        Path output = Files.createDirectory(work.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of(
                "--release",
                "17",
                "-proc:none",
                "-g:none",
                "-parameters",
                "-nowarn",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                output.toString()));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = work.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new AssertionError("this JVM has no compiler; run the tests with a JDK");
        }
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(messages, null, null, options(arguments), null, units(compiler, arguments))
                .call();
        if (!compiled) {
            throw new AssertionError("the sources of a test bundle do not compile:\n" + messages);
        }
        return read(output);
    }

    private static List<String> options(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> !argument.endsWith(".java"))
                .toList();
    }

    private static Iterable<? extends javax.tools.JavaFileObject> units(JavaCompiler compiler, List<String> arguments) {
        List<Path> files = arguments.stream()
                .filter(argument -> argument.endsWith(".java"))
                .map(Path::of)
                .toList();
        return compiler.getStandardFileManager(null, null, null).getJavaFileObjectsFromPaths(files);
    }

    private static Map<String, byte[]> read(Path output) throws IOException {
        Map<String, byte[]> classes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(output)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                classes.put(output.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return classes;
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
