/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and a certificate for 127.0.0.1 that signs itself, as {@code keytool} makes them. Who is to talk to it trusts this
 * certificate; nobody has to look away.
 */
public final class ServerKey {
    private static final String ALIAS = "server";

    private final Path directory;
    private final Certificate certificate;
    private final HttpClient trusting;

    private ServerKey(Path directory, Certificate certificate) {
        this.directory = directory;
        this.certificate = certificate;
        this.trusting = ApiClient.builder().sslContext(context()).build();
    }

    static ServerKey generate(Path directory) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        Path passwordFile = directory.resolve("password");
        SecretFiles.write(passwordFile, SecretFiles.password());
        String password = Files.readString(passwordFile).strip();
        Path keyStore = directory.resolve("server.p12");
        ProcessBuilder keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        ALIAS,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "SAN=IP:127.0.0.1,DNS:localhost",
                        "-validity",
                        "30",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keyStore.toString(),
                        "-storepass:file",
                        passwordFile.toString())
                .redirectErrorStream(true);
        Process process = keytool.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError("keytool: " + output);
        }
        Certificate certificate = certificate(keyStore, password);
        Files.writeString(directory.resolve("server.pem"), pem(certificate));
        return new ServerKey(directory, certificate);
    }

    /** Returns the PKCS #12 file with key and certificate. */
    public Path keyStore() {
        return directory.resolve("server.p12");
    }

    public Path passwordFile() {
        return directory.resolve("password");
    }

    /** Returns the certificate in PEM, for clients that are to trust it. */
    public Path certificateFile() {
        return directory.resolve("server.pem");
    }

    public Certificate certificate() {
        return certificate;
    }

    /** Returns a context in which nothing but this certificate is trusted. */
    public SSLContext context() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, certificate);
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns a client that trusts nothing but this certificate. */
    HttpClient trusting() {
        return trusting;
    }

    private static Certificate certificate(Path keyStore, String password) throws IOException {
        try (InputStream file = Files.newInputStream(keyStore)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(file, password.toCharArray());
            return store.getCertificate(ALIAS);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String pem(Certificate certificate) {
        try {
            return "-----BEGIN CERTIFICATE-----\n"
                    + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                    + "\n-----END CERTIFICATE-----\n";
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
