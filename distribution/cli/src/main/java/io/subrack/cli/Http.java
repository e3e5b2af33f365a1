/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Sends requests to one server. Never follows a redirect: a token goes to nobody else. */
final class Http {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final long LEAVING_MILLIS = 100;

    private final URI base;
    private final HttpClient client;

    private Http(URI base, HttpClient client) {
        this.base = base;
        this.client = client;
    }

    /**
     * Makes a client.
     *
     * @param url address of the server
     * @param ca file with the certificates to trust in PEM; null for those that Java trusts
     * @throws CliException if the address or the file can't be used
     */
    static Http to(String url, @Nullable String ca) {
        URI base = address(url);
        var builder = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER);
        if (!"https".equals(base.getScheme())) {
            builder.sslContext(trustingNobody());
        } else if (ca != null) {
            builder.sslContext(trusting(Path.of(ca)));
        }
        return new Http(base, builder.build());
    }

    private static URI address(String url) {
        try {
            URI uri = new URI(url.endsWith("/") ? url.substring(0, url.length() - 1) : url);
            String host = uri.getHost();
            boolean plain = "http".equals(uri.getScheme());
            if (host == null || !(plain || "https".equals(uri.getScheme()))) {
                throw CliException.usage(
                        "'" + url + "' is no address of a Subrack: use https://host or http://localhost:8080");
            }
            if (plain && !host.matches("localhost|127(\\.\\d+){3}|\\[::1]")) {
                throw CliException.usage("tokens do not travel in clear text: use https for " + host
                        + ", or a tunnel to a port of this machine");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw CliException.usage("'" + url + "' is no address: " + e.getReason());
        }
    }

    /** Without TLS nobody is asked, and the certificates that Java trusts need not be read: a third of a short command. */
    private static SSLContext trustingNobody() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new CliException(ExitCode.UNEXPECTED, "Java has no TLS: " + e.getMessage(), e);
        }
    }

    private static SSLContext trusting(Path file) {
        try (InputStream pem = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("ca" + count++, certificate);
            }
            if (count == 0) {
                throw CliException.usage(file + " has no certificate in PEM");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new CliException(
                    ExitCode.USAGE, "the certificates in " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    URI base() {
        return base;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).header("User-Agent", "subrack-cli");
    }

    /**
     * Sends a request.
     *
     * @throws CliException with {@link ExitCode#SERVER_GONE} if no answer comes
     */
    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request, body);
        } catch (IOException e) {
            throw new CliException(
                    ExitCode.SERVER_GONE,
                    "there is no answer from " + base + " (" + why(e)
                            + "); is it running there? 'subrack status' tells on its own machine, --url names another",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CliException(ExitCode.UNEXPECTED, "interrupted", e);
        }
    }

    /**
     * Ends the threads of all clients of this process. The JVM waits a third of a second at its end for each that is in a
     * system call, and clients cannot be closed before Java 21.
     */
    static void leave() {
        Thread[] threads = new Thread[Thread.activeCount() + 16];
        int count = Thread.enumerate(threads);
        for (int i = 0; i < count; i++) {
            if (isSelector(threads[i])) {
                threads[i].interrupt();
                try {
                    threads[i].join(LEAVING_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    static boolean isSelector(Thread thread) {
        return thread.getName().startsWith("HttpClient-") && thread.getName().endsWith("-SelectorManager");
    }

    private static String why(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof javax.net.ssl.SSLException) {
                return "TLS: " + cause.getMessage() + "; --ca names a file with the certificate to trust";
            }
            if (cause instanceof java.net.ConnectException && cause.getMessage() == null) {
                return "connection refused";
            }
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
