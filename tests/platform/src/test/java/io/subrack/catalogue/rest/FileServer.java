/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Files over HTTP, as a server of a repository has them. */
final class FileServer implements AutoCloseable {
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    FileServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(exchange.getRequestURI().getPath());
            var content = files.get(exchange.getRequestURI().getPath());
            exchange.sendResponseHeaders(content == null ? 404 : 200, content == null ? -1 : content.length);
            if (content != null) {
                exchange.getResponseBody().write(content);
            }
        }
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    FileServer put(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    FileServer put(String path, String content) {
        return put(path, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts an artifact into the Maven layout at /maven, with its checksum and POM; the last version is the newest. */
    FileServer maven(String group, String artifact, List<String> versions, byte[] jar, String pom) {
        var directory = "/maven/" + group.replace('.', '/') + "/" + artifact + "/";
        var version = versions.get(versions.size() - 1);
        var file = directory + version + "/" + artifact + "-" + version;
        return put(file + ".jar", jar)
                .put(file + ".jar.sha1", digest(jar, "SHA-1"))
                .put(
                        file + ".pom",
                        "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><groupId>" + group
                                + "</groupId><artifactId>" + artifact + "</artifactId><version>" + version
                                + "</version>" + pom + "</project>")
                .put(
                        directory + "maven-metadata.xml",
                        "<metadata><versioning><versions><version>" + String.join("</version><version>", versions)
                                + "</version></versions></versioning></metadata>");
    }

    static String digest(byte[] content, String algorithm) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
