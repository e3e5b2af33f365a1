/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A self-signed key of a test, made with what every JDK has. */
record TestKeys(KeyStore store, String alias) {
    static final char[] PASSWORD = "changeit".toCharArray();

    /** @param more arguments of keytool, as a subject alternative name */
    static TestKeys make(Path directory, String alias, String... more) throws Exception {
        Path file = directory.resolve(alias + ".p12");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-alias",
                alias,
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-validity",
                "30"));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(said);
        }
        return new TestKeys(KeyStore.getInstance(file.toFile(), PASSWORD), alias);
    }

    X509Certificate certificate() throws Exception {
        return (X509Certificate) store.getCertificate(alias);
    }

    KeyStore.PrivateKeyEntry entry() throws Exception {
        return (KeyStore.PrivateKeyEntry) store.getEntry(alias, new KeyStore.PasswordProtection(PASSWORD));
    }

    /** Writes the certificates as an admin puts them beside the configuration. */
    static Path pem(Path file, TestKeys... of) throws Exception {
        StringBuilder text = new StringBuilder();
        for (TestKeys each : of) {
            text.append("-----BEGIN CERTIFICATE-----\n")
                    .append(Base64.getMimeEncoder()
                            .encodeToString(each.certificate().getEncoded()))
                    .append("\n-----END CERTIFICATE-----\n");
        }
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
