/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.osgi.framework.Constants;

/**
 * What is on the platform's class path: read from a file made at build time, so that no jar has to be opened to start,
 * or from the jars themselves. Immutable.
 *
 * <p>The file is a UTF-8 text: a first line with the format's version, then for each jar {@code jar <role> <size>
 * <SHA-256> <file name>}, its headers as {@code name: value}, and the lines of {@link DeclaredConfiguration}. The digest is for the launcher script, which must notice
 * that a jar has changed even if its size and time have not.
 */
public final class PlatformIndex {
    /** How the location of each platform bundle starts. */
    public static final String LOCATION_PREFIX = "platform:";

    /** The name of the index file, beside the jars. */
    public static final String FILE_NAME = "platform.index";

    private static final String FORMAT = "subrack-platform-index 2";

    private final List<PlatformJar> jars;
    private final List<String> stale;

    private PlatformIndex(List<PlatformJar> jars, List<String> stale) {
        this.jars = List.copyOf(jars);
        this.stale = List.copyOf(stale);
    }

    /** Reads the manifests of the given jars and directories. What is not there is left out, as the JVM does. */
    public static PlatformIndex scan(Collection<Path> classPath) {
        List<PlatformJar> jars = new ArrayList<>();
        for (Path file : classPath) {
            if (Files.exists(file)) {
                jars.add(inspect(file));
            }
        }
        return new PlatformIndex(new ImportTrimmer(jars).trim(jars), List.of());
    }

    /**
     * Reads the index that stands beside the first jar of the class path. A jar that the index does not know, or that
     * has another size by now, is read itself.
     */
    public static PlatformIndex load(List<Path> classPath) {
        Path file = classPath.get(0).toAbsolutePath().resolveSibling(FILE_NAME);
        if (!Files.exists(file)) {
            return scan(classPath);
        }
        Map<String, PlatformJar> known = new HashMap<>();
        for (PlatformJar jar : parse(file)) {
            known.put(jar.fileName(), jar);
        }
        List<PlatformJar> jars = new ArrayList<>();
        List<String> stale = new ArrayList<>();
        for (Path entry : classPath) {
            PlatformJar jar = known.get(entry.getFileName().toString());
            File onDisk = entry.toFile();
            if (jar != null && onDisk.length() == jar.size()) {
                jars.add(jar.at(entry, jar.role()));
            } else if (onDisk.exists()) {
                stale.add(onDisk.getName());
                jars.add(inspect(entry));
            }
        }
        return new PlatformIndex(jars, stale);
    }

    /** Returns the entries of this JVM's class path, in order. */
    public static List<Path> classPath() {
        String text = System.getProperty("java.class.path", "");
        List<Path> entries = new ArrayList<>();
        int start = 0;
        while (start <= text.length()) {
            int end = text.indexOf(File.pathSeparatorChar, start);
            end = end < 0 ? text.length() : end;
            if (end > start) {
                entries.add(Path.of(text.substring(start, end)));
            }
            start = end + 1;
        }
        return entries;
    }

    private static PlatformJar inspect(Path file) {
        try {
            return PlatformJar.read(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " on the platform's class path cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<PlatformJar> parse(Path file) {
        try {
            return parse(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static List<PlatformJar> parse(Path file, String text) {
        List<PlatformJar> jars = new ArrayList<>();
        Map<String, String> headers = new TreeMap<>();
        List<String> configuration = new ArrayList<>();
        String jarLine = null;
        int start = text.indexOf('\n') + 1;
        if (!text.startsWith(FORMAT + "\n")) {
            throw new LaunchException(
                    ExitCode.PLATFORM_FAILED,
                    file + " is not an index of this version; delete it, the platform then reads its jars");
        }
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            String line = text.substring(start, end);
            if (line.startsWith("jar ")) {
                if (jarLine != null) {
                    jars.add(jar(jarLine, headers, configuration));
                }
                jarLine = line;
                headers = new TreeMap<>();
                configuration = new ArrayList<>();
            } else if (line.indexOf(DeclaredConfiguration.SEPARATOR) > 0) {
                configuration.add(line);
            } else {
                int colon = line.indexOf(": ");
                headers.put(line.substring(0, colon), line.substring(colon + 2));
            }
            start = end + 1;
        }
        if (jarLine != null) {
            jars.add(jar(jarLine, headers, configuration));
        }
        return jars;
    }

    private static PlatformJar jar(String line, Map<String, String> headers, List<String> configuration) {
        int role = line.indexOf(' ') + 1;
        int size = line.indexOf(' ', role) + 1;
        int digest = line.indexOf(' ', size) + 1;
        int name = line.indexOf(' ', digest) + 1;
        return new PlatformJar(
                Path.of(line.substring(name)),
                PlatformJar.Role.valueOf(line.substring(role, size - 1)),
                Long.parseLong(line.substring(size, digest - 1)),
                headers,
                configuration);
    }

    /** Returns the text of an index file for these jars, sorted by file name. */
    String format() {
        StringBuilder text = new StringBuilder(FORMAT).append('\n');
        List<PlatformJar> sorted = new ArrayList<>(jars);
        sorted.sort((a, b) -> a.fileName().compareTo(b.fileName()));
        for (PlatformJar jar : sorted) {
            text.append("jar ").append(jar.role()).append(' ').append(jar.size());
            text.append(' ').append(digest(jar.file()));
            text.append(' ').append(jar.fileName()).append('\n');
            jar.headers()
                    .forEach((name, value) -> text.append(name)
                            .append(": ")
                            .append(value.replaceAll("[\\n\\t]", " "))
                            .append('\n'));
            jar.configuration().forEach(line -> text.append(line).append('\n'));
        }
        return text.toString();
    }

    private static String digest(Path jar) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
            return HexFormat.of().formatHex(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Returns the value of a header that only one bundle has; empty if none has it. */
    Optional<String> header(String name) {
        return jars.stream()
                .map(jar -> jar.headers().get(name))
                .filter(Objects::nonNull)
                .findFirst();
    }

    List<PlatformJar> jars() {
        return jars;
    }

    /** Returns the file names of the jars that the index file describes wrongly, or not at all. */
    List<String> stale() {
        return stale;
    }

    /** Returns what the system bundle must export in Connect mode, for bundles that import it. */
    String systemPackages() {
        return offeredBySystem(Constants.EXPORT_PACKAGE);
    }

    /** Returns what the system bundle must provide in Connect mode, for bundles that require it. */
    String systemCapabilities() {
        return offeredBySystem(Constants.PROVIDE_CAPABILITY);
    }

    private String offeredBySystem(String header) {
        StringBuilder offered = new StringBuilder();
        for (PlatformJar jar : jars) {
            String clauses = jar.headers().get(header);
            if (clauses != null && jar.offeredBySystem()) {
                offered.append(offered.length() == 0 ? "" : ",").append(HeaderClauses.withoutUses(clauses));
            }
        }
        return offered.toString();
    }

    /** Returns this index with more jars, for classic mode. */
    public PlatformIndex and(PlatformIndex more) {
        List<PlatformJar> all = new ArrayList<>(jars);
        all.addAll(more.jars);
        return new PlatformIndex(all, stale);
    }

    /** Returns this index without the bundles whose symbolic name the filter accepts; they become mere libraries. */
    public PlatformIndex without(Predicate<String> symbolicName) {
        List<PlatformJar> kept = new ArrayList<>();
        for (PlatformJar jar : jars) {
            if (jar.role() == PlatformJar.Role.LIBRARY || !symbolicName.test(jar.symbolicName())) {
                kept.add(jar);
            }
        }
        return new PlatformIndex(kept, stale);
    }

    /** Returns this index with the named bundles connected in classic mode too, so that the caller can use their types. */
    public PlatformIndex sharing(Set<String> symbolicNames) {
        List<PlatformJar> changed = new ArrayList<>();
        for (PlatformJar jar : jars) {
            boolean share = jar.role() == PlatformJar.Role.BUNDLE && symbolicNames.contains(jar.symbolicName());
            changed.add(share ? jar.at(jar.file(), PlatformJar.Role.SHARED) : jar);
        }
        return new PlatformIndex(changed, stale);
    }

    /** Returns the symbolic names of all bundles, in the order of the class path. */
    public List<String> symbolicNames() {
        List<String> names = new ArrayList<>();
        for (PlatformJar jar : jars) {
            if (jar.role() != PlatformJar.Role.LIBRARY) {
                names.add(jar.symbolicName());
            }
        }
        return names;
    }
}
