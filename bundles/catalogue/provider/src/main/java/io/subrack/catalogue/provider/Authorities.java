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
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
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

    private final UnaryOperator<@Nullable String> properties;

    Authorities(Path file) {
        this(file, System::getProperty);
    }

    /** @param properties those of this Java; the tests' door */
    Authorities(Path file, UnaryOperator<@Nullable String> properties) {
        this.file = file;
        this.properties = properties;
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

    private SSLContext trusting(List<X509Certificate> all) throws IOException, GeneralSecurityException {
        KeyStore anchors = KeyStore.getInstance("PKCS12");
        anchors.load(null, null);
        for (int i = 0; i < all.size(); i++) {
            anchors.setCertificateEntry(Integer.toString(i), all.get(i));
        }
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own(), managers(anchors), null);
        return context;
    }

    /** Returns who this Java is to servers that ask, as it does itself when there is no file. */
    private KeyManager @Nullable [] own() {
        String store = property("javax.net.ssl.keyStore", "");
        if (store.isEmpty()) {
            return null;
        }
        String word = property("javax.net.ssl.keyStorePassword", "");
        char[] password = word.isEmpty() ? null : word.toCharArray();
        String provider = property("javax.net.ssl.keyStoreProvider", "");
        String type = property("javax.net.ssl.keyStoreType", KeyStore.getDefaultType());
        try (InputStream content = store.equals("NONE") ? null : Files.newInputStream(Path.of(store))) {
            KeyStore keys = provider.isEmpty() ? KeyStore.getInstance(type) : KeyStore.getInstance(type, provider);
            keys.load(content, password);
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(keys, password);
            return factory.getKeyManagers();
        } catch (IOException | GeneralSecurityException e) {
            throw new CatalogueException(
                    CatalogueProblem.REPOSITORY_FAILED,
                    "The key store that javax.net.ssl.keyStore names cannot be used: " + e.getMessage()
                            + ". See to that file, its type and its password, or take the property away.",
                    e);
        }
    }

    private String property(String name, String otherwise) {
        String value = properties.apply(name);
        return value == null ? otherwise : value;
    }

    private static TrustManager[] managers(@Nullable KeyStore anchors) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(anchors);
        return factory.getTrustManagers();
    }
}
