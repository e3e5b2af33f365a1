/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** HTTP for a training run: the JVM's own clients would fill the class archive with what no platform uses. */
final class PlainHttp {
    private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(10).toMillis();

    private final URI server;

    PlainHttp(URI server) {
        this.server = server;
    }

    String origin() {
        return server.getScheme() + "://" + server.getRawAuthority();
    }

    Answer get(String path, String... headers) throws IOException {
        return send("GET", path, "", headers);
    }

    /** @param headers whole lines */
    Answer post(String path, String contentType, String body, String... headers) throws IOException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Type: " + contentType;
        return send("POST", path, body, all);
    }

    private Answer send(String method, String path, String body, String... headers) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder request = new StringBuilder();
        request.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ");
        request.append(server.getRawAuthority()).append("\r\nConnection: close\r\n");
        request.append("Content-Length: ").append(bytes.length).append("\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        request.append("\r\n");
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), TIMEOUT_MILLIS);
            socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes);
            return new Answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** @param text all that came, the status line first */
    record Answer(String text) {
        int status() {
            return text.matches("(?s)HTTP/1\\.1 \\d{3}.*") ? Integer.parseInt(text, 9, 12, 10) : 0;
        }

        /** Returns the first group of the first match. */
        Optional<String> find(String pattern) {
            var matcher = Pattern.compile(pattern).matcher(text);
            return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
        }

        /** Leaves out what may be a secret. */
        @Override
        public String toString() {
            return "answer with status " + status();
        }
    }
}
