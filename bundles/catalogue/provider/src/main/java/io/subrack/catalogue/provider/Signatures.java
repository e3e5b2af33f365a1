/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** Looks at the signatures of a jar with what the JDK has for that. */
final class Signatures {
    private Signatures() {}

    /** How a jar is signed. */
    enum State {
        /** By somebody who is trusted. */
        SIGNED,
        /** By somebody who is not known to be trusted. */
        STRANGER,
        UNSIGNED,
        /** It was signed, and is not what was signed. */
        INVALID
    }

    /**
     * What was found.
     *
     * @param state how it is signed
     * @param signer subject of the certificate that signed it, if there is one
     * @param problem what is wrong, as half a sentence; empty if nothing is
     */
    record Found(State state, Optional<String> signer, String problem) {}

    /**
     * Looks at a jar.
     *
     * @param trusted certificates of signers, or of those who vouch for them
     */
    static Found of(Path jar, Collection<X509Certificate> trusted) throws IOException {
        try (JarFile file = new JarFile(jar.toFile(), true)) {
            List<JarEntry> entries = new ArrayList<>();
            boolean signed = false;
            for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements(); ) {
                JarEntry entry = all.nextElement();
                if (isSignature(entry.getName())) {
                    signed = true;
                } else if (!entry.isDirectory() && !isManifest(entry.getName())) {
                    entries.add(entry);
                }
            }
            return signed ? verified(file, entries, trusted) : new Found(State.UNSIGNED, Optional.empty(), "");
        } catch (SecurityException e) {
            return new Found(State.INVALID, Optional.empty(), "its content is not what was signed: " + e.getMessage());
        }
    }

    private static boolean isManifest(String name) {
        return name.equalsIgnoreCase(JarFile.MANIFEST_NAME);
    }

    private static boolean isSignature(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.startsWith("META-INF/")
                && upper.indexOf('/', 9) < 0
                && (upper.endsWith(".SF") || upper.endsWith(".RSA") || upper.endsWith(".DSA") || upper.endsWith(".EC"));
    }

    private static Found verified(JarFile file, List<JarEntry> entries, Collection<X509Certificate> trusted)
            throws IOException {
        Set<CodeSigner> common = new HashSet<>();
        boolean first = true;
        byte[] buffer = new byte[1 << 14];
        for (JarEntry entry : entries) {
            try (InputStream content = file.getInputStream(entry)) {
                while (content.read(buffer) >= 0) {
                    // an entry is verified by reading it
                }
            }
            CodeSigner[] signers = entry.getCodeSigners();
            if (signers == null) {
                return new Found(
                        State.INVALID,
                        Optional.empty(),
                        "its entry " + entry.getName() + " is not covered by a signature");
            }
            if (first) {
                common.addAll(List.of(signers));
                first = false;
            } else {
                common.retainAll(List.of(signers));
            }
        }
        for (CodeSigner signer : common) {
            if (isTrusted(signer, trusted)) {
                return new Found(State.SIGNED, name(signer), "");
            }
        }
        return common.stream()
                .findFirst()
                .map(it -> new Found(State.STRANGER, name(it), ""))
                .orElse(new Found(
                        first ? State.UNSIGNED : State.INVALID,
                        Optional.empty(),
                        first ? "" : "its entries were signed by different people"));
    }

    private static Optional<String> name(CodeSigner signer) {
        Certificate certificate = signer.getSignerCertPath().getCertificates().get(0);
        return certificate instanceof X509Certificate it
                ? Optional.of(Manifests.shortened(it.getSubjectX500Principal().getName()))
                : Optional.empty();
    }

    /** Says whether a chain leads to somebody who is trusted, as it was when it signed if a timestamp proves that. */
    private static boolean isTrusted(CodeSigner signer, Collection<X509Certificate> trusted) {
        List<Certificate> chain = new ArrayList<>();
        for (Certificate each : signer.getSignerCertPath().getCertificates()) {
            if (each instanceof X509Certificate it && trusted.contains(it)) {
                return isValid(it, signer) && (chain.isEmpty() || leads(chain, Set.of(it), signer));
            }
            chain.add(each);
        }
        return leads(chain, trusted, signer);
    }

    @SuppressWarnings("JavaUtilDate") // certificates know no other
    private static Date when(CodeSigner signer) {
        return signer.getTimestamp() == null
                ? new Date()
                : signer.getTimestamp().getTimestamp();
    }

    private static boolean isValid(X509Certificate certificate, CodeSigner signer) {
        try {
            certificate.checkValidity(when(signer));
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean leads(List<Certificate> chain, Collection<X509Certificate> trusted, CodeSigner signer) {
        if (chain.isEmpty() || trusted.isEmpty()) {
            return false;
        }
        try {
            Set<TrustAnchor> anchors = new HashSet<>();
            trusted.forEach(it -> anchors.add(new TrustAnchor(it, null)));
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            parameters.setDate(when(signer));
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
