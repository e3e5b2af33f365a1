/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Who vouches for the servers of repositories: those whom this Java trusts, and those of a file beside the configuration.
 * The file is read when a server is asked for the first time. Thread-safe.
 */
final class Authorities {
    /** The file in the configuration directory. */
    static final String FILE = "trusted-authorities.pem";

    private final Path file;
    private @Nullable SSLContext context; // guarded by this

    Authorities(Path file) {
        this.file = file;
    }

    /** @throws CatalogueException if the file is there and cannot be used */
    synchronized SSLContext context() {
        SSLContext known = context;
        if (known == null) {
            try {
                known = Files.exists(file) ? trusting(anchors()) : SSLContext.getDefault();
            } catch (IOException | GeneralSecurityException e) {
                throw new CatalogueException(
                        CatalogueProblem.REPOSITORY_FAILED,
                        file + " cannot be used: " + e.getMessage()
                                + ". It must have certificates in PEM; mend it or take it away.",
                        e);
            }
            context = known;
        }
        return known;
    }

    /** Reads certificates in PEM. */
    static List<X509Certificate> certificates(byte[] pem) throws CertificateException {
        List<X509Certificate> all = new ArrayList<>();
        try (InputStream content = new ByteArrayInputStream(pem)) {
            for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(content)) {
                if (each instanceof X509Certificate it) {
                    all.add(it);
                }
            }
        } catch (IOException e) {
            throw new CertificateException(e);
        }
        return all;
    }

    /** Returns all whom it trusts. */
    List<X509Certificate> anchors() throws IOException, GeneralSecurityException {
        List<X509Certificate> all = new ArrayList<>();
        if (Files.exists(file)) {
            all.addAll(certificates(Files.readAllBytes(file)));
        }
        for (TrustManager each : managers(null)) {
            if (each instanceof X509TrustManager it) {
                all.addAll(List.of(it.getAcceptedIssuers()));
            }
        }
        return all;
    }

    private static SSLContext trusting(List<X509Certificate> all) throws IOException, GeneralSecurityException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        for (int i = 0; i < all.size(); i++) {
            anchors.setCertificateEntry(Integer.toString(i), all.get(i));
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers(anchors), null);
        return context;
    }

    private static TrustManager[] managers(@Nullable KeyStore anchors) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        return factory.getTrustManagers();
    }
}
