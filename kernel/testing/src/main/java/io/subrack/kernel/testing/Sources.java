/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles the sources of a test bundle against the test class path, in memory. The same sources are compiled once, and
 * the class path is opened once: most tests have a few small bundles, and would wait for little else. For any thread.
 */
final class Sources {
    private static final List<String> OPTIONS = List.of(
            "-source",
            "17",
            "-target",
            "17",
            "-proc:none",
            "-g:none",
            "-parameters",
            "-nowarn",
            "-Xlint:-options",
            "-classpath",
            System.getProperty("java.class.path"));

    private static final Map<Map<String, String>, Map<String, byte[]>> COMPILED = new ConcurrentHashMap<>();

    private Sources() {}

    /** @return the content of each class file by its path in a jar */
    static Map<String, byte[]> compile(Map<String, String> sourcesByClassName) {
        Map<String, String> sources = Map.copyOf(sourcesByClassName);
        Map<String, byte[]> known = COMPILED.get(sources);
        if (known != null) {
            return known;
        }
        Map<String, byte[]> compiled = Map.copyOf(Compiler.THE.compile(sources));
        COMPILED.put(sources, compiled);
        return compiled;
    }

    /** The JDK's compiler, which has its class path open. */
    private static final class Compiler {
        static final Compiler THE = new Compiler();

        private final JavaCompiler javac;
        private final StandardJavaFileManager files;

        private Compiler() {
            javac = ToolProvider.getSystemJavaCompiler();
            if (javac == null) {
                throw new AssertionError("this JVM has no compiler; run the tests with a JDK");
            }
            files = javac.getStandardFileManager(null, null, null);
        }

        synchronized Map<String, byte[]> compile(Map<String, String> sources) {
            Classes classes = new Classes(files);
            StringWriter messages = new StringWriter();
            List<Source> units = sources.entrySet().stream()
                    .map(source -> new Source(source.getKey(), source.getValue()))
                    .toList();
            if (!javac.getTask(messages, classes, null, OPTIONS, null, units).call()) {
                throw new AssertionError("the sources of a test bundle do not compile:\n" + messages);
            }
            return classes.contents();
        }
    }

    /** Keeps what the compiler writes. */
    private static final class Classes extends ForwardingJavaFileManager<StandardJavaFileManager> {
        private final Map<String, ByteArrayOutputStream> written = new TreeMap<>();

        Classes(StandardJavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(
                JavaFileManager.Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
            String path = className.replace('.', '/') + kind.extension;
            return new SimpleJavaFileObject(URI.create("memory:///" + path), kind) {
                @Override
                public OutputStream openOutputStream() {
                    ByteArrayOutputStream content = new ByteArrayOutputStream();
                    written.put(path, content);
                    return content;
                }
            };
        }

        /** Stays open for the next. */
        @Override
        public void close() throws IOException {
            flush();
        }

        Map<String, byte[]> contents() {
            Map<String, byte[]> contents = new TreeMap<>();
            written.forEach((path, content) -> contents.put(path, content.toByteArray()));
            return contents;
        }
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("memory:///" + className.replace('.', '/') + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
