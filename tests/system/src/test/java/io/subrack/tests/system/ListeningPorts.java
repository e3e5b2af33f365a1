/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a platform listens to, as the kernel of the machine says. */
final class ListeningPorts {
    /** 127.0.0.1 as it stands in {@code /proc/net/tcp}, and at the end of it in {@code /proc/net/tcp6}. */
    private static final String LOOPBACK = "0100007F";

    private static final String LISTENS = "0A";

    private ListeningPorts() {}

    /**
     * Fails if the platform, or what it has started, listens to another port than it says: TCP, and whatever has a UDP
     * port. Skips what is left of the test where nobody can tell.
     */
    static void assertNoOther(Subrack platform) throws IOException {
        assertThat(of(platform.pid()))
                .containsExactly("tcp 127.0.0.1:" + platform.url().getPort());
    }

    private static Set<String> of(long pid) throws IOException {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "only Linux says who has which socket");
        Set<String> found = new TreeSet<>();
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        for (ProcessHandle each :
                Stream.concat(Stream.of(process), process.descendants()).toList()) {
            Path proc = Path.of("/proc", Long.toString(each.pid()));
            Set<String> own = inodes(proc.resolve("fd"));
            for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
                addListening(proc.resolve("net").resolve(protocol), protocol, own, found);
            }
        }
        return found;
    }

    private static Set<String> inodes(Path descriptors) throws IOException {
        Set<String> inodes = new HashSet<>();
        try (Stream<Path> links = Files.list(descriptors)) {
            for (Path link : links.toList()) {
                String target = target(link);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring(8, target.length() - 1));
                }
            }
        }
        assertThat(inodes).as("sockets in " + descriptors).isNotEmpty();
        return inodes;
    }

    private static String target(Path link) throws IOException {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException e) {
            return ""; // closed meanwhile
        }
    }

    private static void addListening(Path table, String protocol, Set<String> inodes, Set<String> found)
            throws IOException {
        if (!Files.exists(table)) { // no IPv6 here
            return;
        }
        for (String line : Files.readAllLines(table)) {
            String[] columns = line.strip().split("\\s+");
            boolean open = protocol.startsWith("udp") || columns[3].equals(LISTENS);
            if (columns.length > 9 && open && inodes.contains(columns[9])) {
                String[] local = columns[1].split(":");
                String host = local[0].endsWith(LOOPBACK) ? "127.0.0.1" : local[0];
                found.add(protocol.substring(0, 3) + " " + host + ":" + Integer.parseInt(local[1], 16));
            }
        }
    }
}
