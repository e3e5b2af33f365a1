/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One HTTP/1.1 connection over a plain socket. It hides nothing: no retry, no silent reconnect, no pool. For one thread.
 */
public final class HttpConnection implements AutoCloseable {
    private static final byte[] NO_BODY = {};
    private static final long UNTIL_CLOSE = -1;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[16 * 1024];
    private int position;
    private int limit;

    /** What is left of the body, or of the chunk that is being read. */
    private long remaining;

    private boolean chunked;
    private boolean bodyEnded = true;
    private boolean closing;

    private HttpConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** @param silence how long the server may say nothing before an {@link IOException} */
    public static HttpConnection open(URI server, Duration silence) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) silence.toMillis());
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), (int) silence.toMillis());
            return new HttpConnection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Returns a GET request with keep-alive, ready to be sent many times. */
    public static byte[] get(URI target) {
        String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
        return ("GET " + path + query + " HTTP/1.1\r\nHost: " + target.getHost() + ":" + target.getPort()
                        + "\r\nAccept: */*\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    public void send(byte[] request) throws IOException {
        out.write(request);
        out.flush();
    }

    /** Reads one whole answer. */
    public HttpAnswer receive() throws IOException {
        HttpAnswer head = receiveHead();
        if (bodyEnded) {
            return head;
        }
        byte[] whole = !chunked && remaining >= 0 ? fixedBody() : openBody();
        return new HttpAnswer(head.status(), head.headers(), whole);
    }

    /** Reads up to the body, which {@link #readBody} then gives piece by piece. */
    public HttpAnswer receiveHead() throws IOException {
        int status;
        Map<String, String> headers;
        do {
            status = status(line());
            headers = headers();
        } while (status >= 100 && status < 200);
        String length = headers.get("content-length");
        chunked = "chunked".equalsIgnoreCase(headers.get("transfer-encoding"));
        remaining = chunked ? 0 : length != null ? Long.parseLong(length) : UNTIL_CLOSE;
        bodyEnded = status == 204 || status == 304 || (remaining == 0 && !chunked);
        if (chunked) {
            nextChunk();
        }
        HttpAnswer head = new HttpAnswer(status, headers, NO_BODY);
        closing = head.announcesClose();
        return head;
    }

    /** Says whether the last answer announced that the server closes this connection. */
    public boolean closing() {
        return closing;
    }

    /** Returns how many bytes of the body it read, or -1 at its end. */
    public int readBody(byte[] into) throws IOException {
        return bodyEnded ? -1 : readBody(into, 0);
    }

    private int readBody(byte[] into, int offset) throws IOException {
        int space = into.length - offset;
        int wanted = remaining == UNTIL_CLOSE ? space : (int) Math.min(space, remaining);
        if (position == limit && !fill()) {
            if (remaining == UNTIL_CLOSE) {
                bodyEnded = true;
                return -1;
            }
            throw new EOFException("connection closed in the middle of a body, " + remaining + " bytes short");
        }
        int count = Math.min(wanted, limit - position);
        System.arraycopy(buffer, position, into, offset, count);
        position += count;
        consumed(count);
        return count;
    }

    private void consumed(int count) throws IOException {
        if (remaining == UNTIL_CLOSE) {
            return;
        }
        remaining -= count;
        if (remaining == 0) {
            if (chunked) {
                expect(line().isEmpty(), "a chunk did not end where it said");
                nextChunk();
            } else {
                bodyEnded = true;
            }
        }
    }

    private void nextChunk() throws IOException {
        String size = line();
        int extension = size.indexOf(';');
        remaining = Long.parseLong((extension < 0 ? size : size.substring(0, extension)).strip(), 16);
        if (remaining == 0) {
            while (!line().isEmpty()) {
                // Trailers are of no interest.
            }
            bodyEnded = true;
        }
    }

    private byte[] fixedBody() throws IOException {
        byte[] body = new byte[Math.toIntExact(remaining)];
        int filled = 0;
        while (filled < body.length) {
            filled += readBody(body, filled);
        }
        return body;
    }

    private byte[] openBody() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] piece = new byte[4096];
        for (int count = readBody(piece); count >= 0; count = readBody(piece)) {
            body.write(piece, 0, count);
        }
        return body.toByteArray();
    }

    private static int status(String line) throws IOException {
        expect(line.startsWith("HTTP/1.1 ") && line.length() >= 12, "not an HTTP/1.1 answer: " + line);
        return Integer.parseInt(line, 9, 12, 10);
    }

    private Map<String, String> headers() throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            expect(colon > 0, "not a header: " + line);
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** Returns the next line without its end. */
    private String line() throws IOException {
        StringBuilder beginning = new StringBuilder();
        while (true) {
            for (int i = position; i < limit; i++) {
                if (buffer[i] == '\n') {
                    int end = i > position && buffer[i - 1] == '\r' ? i - 1 : i;
                    String rest = new String(buffer, position, end - position, StandardCharsets.ISO_8859_1);
                    position = i + 1;
                    return beginning.isEmpty() ? rest : stripReturn(beginning.append(rest));
                }
            }
            beginning.append(new String(buffer, position, limit - position, StandardCharsets.ISO_8859_1));
            position = limit;
            if (!fill()) {
                throw new EOFException(
                        beginning.isEmpty()
                                ? "connection closed where an answer should begin"
                                : "connection closed in the middle of: " + beginning);
            }
        }
    }

    private static String stripReturn(StringBuilder line) {
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = 0;
        int count = in.read(buffer);
        if (count <= 0) {
            return false;
        }
        limit = count;
        return true;
    }

    private static void expect(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException(otherwise);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException ignored) {
            // It is gone either way.
        }
    }
}
