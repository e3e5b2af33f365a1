/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import io.subrack.data.api.DataException;
import io.subrack.data.api.DataProblem;
import io.subrack.data.api.SchemaInfo;
import io.subrack.data.api.Schemas;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A data directory as a platform leaves it, in small. */
final class DataFiles {
    static final String ARTIFACT = "ab".repeat(32);
    static final String OLD_ARTIFACT = "cd".repeat(32);

    private DataFiles() {}

    static Path make(Path data) throws IOException {
        write(
                data,
                Map.ofEntries(
                        Map.entry("deployments/current", "{\"format\":1,\"set\":2}"),
                        Map.entry("deployments/sets/00000001.json", set(1, OLD_ARTIFACT)),
                        Map.entry("deployments/sets/00000002.json", set(2, ARTIFACT)),
                        Map.entry("deployments/sets/00000003.json", set(3, "ef".repeat(32))),
                        Map.entry("deployments/deployments/d-1.json", "{}"),
                        Map.entry("deployments/journal/d-2.json", "{}"),
                        Map.entry("artifacts/sha256/ab/" + ARTIFACT + ".jar", "live"),
                        Map.entry("artifacts/sha256/ef/" + "ef".repeat(32) + ".jar", "newer"),
                        Map.entry("configuration/com.acme.json", "{\"revision\":1}"),
                        Map.entry("configuration/revisions/00000001~com.acme.json", "{\"revision\":1}"),
                        Map.entry("secrets/db", "hunter2"),
                        Map.entry("auth/master.key", "key"),
                        Map.entry("db/subrack.script", "torn"),
                        Map.entry("audit/head.json", "{}"),
                        Map.entry("audit/audit-0000000000000001.jsonl", "{\"a\":1}\n{\"b\":"),
                        Map.entry("com.acme.files/note", "of a bundle"),
                        Map.entry("logs/subrack.log", "line"),
                        Map.entry("run/state", "ready"),
                        Map.entry("lock", ""),
                        Map.entry("setup-token", "sru_x"),
                        Map.entry("backups/old.tmp", "half")));
        return data;
    }

    private static String set(int number, String artifact) {
        return "{\"number\":" + number + ",\"bundles\":[{\"symbolicName\":\"com.acme\",\"artifact\":\"" + artifact
                + "\"}]}";
    }

    static void write(Path root, Map<String, String> files) throws IOException {
        for (var file : files.entrySet()) {
            var path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    static Map<String, String> read(Path root) throws IOException {
        var files = new TreeMap<String, String>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    /** A database that is copied into a directory. */
    static Schemas database(Path copies) {
        return new FakeSchemas() {
            @Override
            public Path backup() {
                try {
                    var copy = Files.createDirectories(copies.resolve("db-copy"));
                    Files.writeString(copy.resolve("subrack.script"), "whole");
                    Files.writeString(copy.resolve("subrack.key"), "key of the database");
                    return copy;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    /** A database that there is no room to copy. */
    static Schemas full() {
        return new FakeSchemas() {
            @Override
            public Path backup() {
                throw new DataException(DataProblem.BACKUP_FAILED, "no room");
            }
        };
    }

    /** A database on a server of its own. */
    static Schemas elsewhere() {
        return new FakeSchemas() {
            @Override
            public Path backup() {
                throw new DataException(DataProblem.BACKUP_ELSEWHERE, "by pg_dump");
            }
        };
    }

    private abstract static class FakeSchemas implements Schemas {
        @Override
        public List<SchemaInfo> list() {
            return List.of();
        }

        @Override
        public void drop(String name) {
            throw new UnsupportedOperationException();
        }
    }
}
