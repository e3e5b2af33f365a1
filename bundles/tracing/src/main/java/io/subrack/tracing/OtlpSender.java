/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Posts to an OTLP collector over HTTP. By the JDK's old client: it needs no thread of its own, which would have to be ended
 * when the configuration changes. For one thread.
 */
final class OtlpSender implements SpanQueue.Target {
    private static final int MOST_ANSWER_BYTES = 65_536;
    private static final int MOST_REASON_CHARS = 200;

    private final TracingSettings settings;
    private final URL url;
    private final String agent;
    private @Nullable SSLSocketFactory trust;

    /** @throws IOException if nothing can ever be sent; the message says why */
    OtlpSender(TracingSettings settings, String version) throws IOException {
        this.settings = settings;
        this.url = settings.endpoint().toURL();
        this.agent = "OTel-OTLP-Exporter-Subrack/" + version;
        Path certificates = settings.certificates();
        this.trust = certificates == null ? null : trusting(certificates);
    }

    private static SSLSocketFactory trusting(Path certificates) throws IOException {
        try (InputStream pem = Files.newInputStream(certificates)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("c" + number++, each);
            }
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException(certificates + " has no certificates that can be used: " + e.getMessage(), e);
        }
    }

    @Override
    public SpanQueue.Outcome send(SpanQueue.Batch batch) {
        try {
            byte[] body = settings.json() ? TraceRequest.json(batch.spans()) : TraceRequest.binary(batch.spans());
            return post(settings.gzip() ? zipped(body) : body);
        } catch (IOException e) {
            return SpanQueue.Outcome.later(String.valueOf(e), Duration.ZERO);
        }
    }

    private SpanQueue.Outcome post(byte[] body) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) url.openConnection();
        if (trust != null && connection instanceof HttpsURLConnection secure) {
            secure.setSSLSocketFactory(trust);
        }
        connection.setConnectTimeout((int) settings.timeout().toMillis());
        connection.setReadTimeout((int) settings.timeout().toMillis());
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(body.length);
        connection.setRequestProperty("User-Agent", agent);
        connection.setRequestProperty("Content-Type", settings.json() ? "application/json" : "application/x-protobuf");
        if (settings.gzip()) {
            connection.setRequestProperty("Content-Encoding", "gzip");
        }
        if (!withHeaders(connection)) {
            return SpanQueue.Outcome.refused("its headers cannot be sent");
        }
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        drain(status < HttpURLConnection.HTTP_BAD_REQUEST ? connection.getInputStream() : connection.getErrorStream());
        return outcome(status, connection.getHeaderField("Retry-After"));
    }

    /** What the exception says would be the header, which may be secret. */
    private boolean withHeaders(HttpURLConnection connection) {
        try {
            settings.headers().forEach(connection::setRequestProperty);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** So that the connection can be used again. */
    private static void drain(@Nullable InputStream answer) throws IOException {
        if (answer != null) {
            try (answer) {
                answer.readNBytes(MOST_ANSWER_BYTES);
            }
        }
    }

    private static SpanQueue.Outcome outcome(int status, @Nullable String retryAfter) {
        return switch (status) {
            case 200, 201, 202, 204 -> SpanQueue.Outcome.SENT;
            case 429, 502, 503, 504 -> SpanQueue.Outcome.later("it answers " + status, seconds(retryAfter));
            default -> SpanQueue.Outcome.refused("it answers " + status);
        };
    }

    private static Duration seconds(@Nullable String retryAfter) {
        try {
            return retryAfter == null ? Duration.ZERO : Duration.ofSeconds(Integer.parseInt(retryAfter.strip()));
        } catch (NumberFormatException e) { // a date: the usual pause will do
            return Duration.ZERO;
        }
    }

    private static byte[] zipped(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length / 2);
        try (OutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(body);
        }
        return bytes.toByteArray();
    }

    /** Shortens what somebody else says. */
    static String shown(String reason) {
        return reason.length() <= MOST_REASON_CHARS ? reason : reason.substring(0, MOST_REASON_CHARS) + "…";
    }

    @Override
    public String toString() {
        return settings.collector();
    }
}
