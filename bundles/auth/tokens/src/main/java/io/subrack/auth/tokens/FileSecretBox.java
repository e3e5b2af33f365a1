/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.spi.KeyStore;
import io.subrack.auth.spi.SecretBox;
import io.subrack.kernel.api.PlatformProperties;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.BooleanSupplier;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** AES-256-GCM with a key that lies in a file beside the database, not in it. */
@Component(service = SecretBox.class)
public final class FileSecretBox implements SecretBox {
    private static final String FORM = "v1.";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path path;
    private final MasterKey file;
    private final BooleanSupplier sealedBefore;
    private final SecureRandom random = new SecureRandom();
    private volatile @Nullable SecretKey key;

    @Activate
    public FileSecretBox(BundleContext context, @Reference KeyStore store) {
        // The first thing that is ever sealed is a signing key.
        this(
                Path.of(context.getProperty(PlatformProperties.DATA), "auth", "master.key"),
                () -> !store.keys().isEmpty());
    }

    /** @param sealedBefore whether there is something that needs the key: then it must not be made anew */
    FileSecretBox(Path file, BooleanSupplier sealedBefore) {
        this.file = new MasterKey(file);
        this.path = file;
        this.sealedBefore = sealedBefore;
    }

    @Override
    public String seal(byte[] plain, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain);
            byte[] all = Arrays.copyOf(nonce, nonce.length + sealed.length);
            System.arraycopy(sealed, 0, all, nonce.length, sealed.length);
            return FORM + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM does not work on this Java", e);
        }
    }

    @Override
    public byte[] open(String sealed, String context) {
        if (!sealed.startsWith(FORM)) {
            throw new IllegalArgumentException("what is sealed begins with " + FORM);
        }
        byte[] all = Base64.getUrlDecoder().decode(sealed.substring(FORM.length()));
        if (all.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            throw new IllegalArgumentException("what is sealed for " + context + " was cut");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, all, context).doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "what is sealed for " + context + " was changed, or sealed with another key than that of " + path,
                    e);
        }
    }

    private Cipher cipher(int mode, byte[] startsWithNonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key(), new GCMParameterSpec(TAG_BITS, startsWithNonce, 0, NONCE_BYTES));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private SecretKey key() {
        SecretKey known = key;
        return known != null ? known : readOrCreate();
    }

    private synchronized SecretKey readOrCreate() {
        SecretKey known = key;
        if (known != null) {
            return known;
        }
        byte[] bytes = file.read().orElseGet(this::create);
        SecretKey read = new SecretKeySpec(bytes, "AES");
        Arrays.fill(bytes, (byte) 0);
        key = read;
        return read;
    }

    private byte[] create() {
        if (sealedBefore.getAsBoolean()) {
            throw new IllegalStateException(
                    path + " is missing, and what the database holds was sealed with it: signing"
                            + " keys and second factors. Put the file back from the backup.");
        }
        return file.create();
    }
}
