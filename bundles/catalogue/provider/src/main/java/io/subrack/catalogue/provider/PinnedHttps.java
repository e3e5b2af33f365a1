/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Gets a file from an address that a caller named. The address is looked up once, checked, and that very address is
 * connected to: a name that points elsewhere the next time gains nothing. HTTPS alone, no redirects, no proxy.
 */
final class PinnedHttps {
    private static final int PORT = 443;
    private static final int MAX_LINE = 8_192;
    private static final int MAX_HEADERS = 100;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Set<String> hosts;
    private final boolean privateToo;
    private final Authorities authorities;

    /**
     * @param hosts that may be asked, in lower case
     * @param privateToo whether these may have private addresses
     */
    PinnedHttps(Set<String> hosts, boolean privateToo, Authorities authorities) {
        this.hosts = hosts;
        this.privateToo = privateToo;
        this.authorities = authorities;
    }

    /** @throws CatalogueException if the address is not allowed, or does not answer with a file */
    void file(URI url, Path target, long maxBytes, Deadline deadline) {
        String host = check(url);
        InetAddress address = permitted(host);
        int port = url.getPort() < 0 ? PORT : url.getPort();
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, port), millis(deadline.within(CONNECT)));
            plain.setSoTimeout(millis(deadline));
            try (SSLSocket socket =
                    (SSLSocket) authorities.context().getSocketFactory().createSocket(plain, host, port, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                ask(socket.getOutputStream(), url, port == PORT ? host : host + ":" + port);
                try (OutputStream out = Files.newOutputStream(target)) {
                    receive(new BufferedInputStream(socket.getInputStream()), out, maxBytes, deadline, socket);
                }
            }
        } catch (IOException e) {
            throw Fetcher.failed(url, "cannot be read: " + e.getMessage(), e);
        }
    }

    private static int millis(Deadline deadline) {
        return (int) Math.min(Integer.MAX_VALUE, deadline.left().toMillis() + 1);
    }

    private String check(URI url) {
        String host = Objects.requireNonNullElse(url.getHost(), "").toLowerCase(Locale.ROOT);
        if (hosts.isEmpty()) {
            throw AddressRules.refused(
                    "Bundles cannot be installed by address here. Upload the jar, or list the host in"
                            + " install.from.url.hosts of " + CatalogueConfiguration.PID + ".");
        }
        if (!"https".equals(AddressRules.scheme(url)) || url.getRawUserInfo() != null || url.getRawFragment() != null) {
            throw AddressRules.refused("Bundles come from https addresses alone, without user and fragment.");
        }
        if (!hosts.contains(host)) {
            throw AddressRules.refused("The host " + host + " is not listed in install.from.url.hosts of "
                    + CatalogueConfiguration.PID + ".");
        }
        return host;
    }

    private InetAddress permitted(String host) {
        InetAddress[] all = AddressRules.resolve(host);
        for (InetAddress each : all) {
            if (AddressRules.isNever(each) || (!privateToo && AddressRules.isPrivate(each))) {
                throw AddressRules.refused("The host " + host + " has the address " + each.getHostAddress()
                        + ", which is not public. Set install.from.url.private in " + CatalogueConfiguration.PID
                        + " if that is meant.");
            }
        }
        return all[0];
    }

    private static void ask(OutputStream out, URI url, String host) throws IOException {
        String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        String request = "GET " + path + query + " HTTP/1.1\r\nHost: " + host
                + "\r\nUser-Agent: subrack\r\nAccept: */*\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n";
        out.write(request.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void receive(InputStream in, OutputStream out, long most, Deadline deadline, Socket socket)
            throws IOException {
        String status = line(in);
        if (!status.matches("HTTP/1\\.[01] \\d{3}.*")) {
            throw new IOException("it does not speak HTTP");
        }
        int code = Integer.parseInt(status.substring(9, 12));
        if (code != 200) {
            throw new IOException(
                    code >= 300 && code < 400
                            ? "it redirects (status " + code + "), which is not followed"
                            : "it answers with status " + code);
        }
        Map<String, String> headers = headers(in);
        Sink sink = new Sink(out, most, deadline, socket);
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            chunks(in, sink);
        } else if (headers.containsKey("content-length")) {
            sink.exactly(in, number(headers.get("content-length"), 10));
        } else {
            sink.all(in);
        }
    }

    private static Map<String, String> headers(InputStream in) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            if (headers.size() > MAX_HEADERS) {
                throw new IOException("it sends more than " + MAX_HEADERS + " headers");
            }
        }
        return headers;
    }

    private static void chunks(InputStream in, Sink sink) throws IOException {
        while (true) {
            String size = line(in);
            int end = size.indexOf(';');
            long length = number((end < 0 ? size : size.substring(0, end)).strip(), 16);
            if (length == 0) {
                return;
            }
            sink.exactly(in, length);
            if (!line(in).isEmpty()) {
                throw new IOException("its chunks are not as long as they say");
            }
        }
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("it says a length that is none", e);
        }
        throw new IOException("it says a length that is none");
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0 || line.length() > MAX_LINE) {
                throw new IOException(c < 0 ? "it broke off" : "a header is longer than " + MAX_LINE + " bytes");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Where the bytes go, counted and timed. */
    private static final class Sink {
        private final OutputStream out;
        private final long most;
        private final Deadline deadline;
        private final Socket socket;
        private final byte[] buffer = new byte[1 << 16];
        private long length;

        Sink(OutputStream out, long most, Deadline deadline, Socket socket) {
            this.out = out;
            this.most = most;
            this.deadline = deadline;
            this.socket = socket;
        }

        void exactly(InputStream in, long count) throws IOException {
            for (long left = count; left > 0; ) {
                int read = take(in, (int) Math.min(left, buffer.length));
                if (read < 0) {
                    throw new IOException("it broke off");
                }
                left -= read;
            }
        }

        void all(InputStream in) throws IOException {
            while (take(in, buffer.length) >= 0) {
                // goes on
            }
        }

        private int take(InputStream in, int count) throws IOException {
            socket.setSoTimeout(millis(deadline));
            int read = in.read(buffer, 0, count);
            if (read > 0) {
                length += read;
                if (length > most) {
                    throw new CatalogueException(
                            CatalogueProblem.CONTENT_REFUSED,
                            "The file has more than " + most + " bytes. Raise artifact.max.mebibytes of "
                                    + CatalogueConfiguration.PID + " if that is right.");
                }
                out.write(buffer, 0, read);
            }
            return read;
        }
    }
}
