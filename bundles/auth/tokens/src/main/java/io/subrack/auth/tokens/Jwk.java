/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Our keys as JSON Web Keys (RFC 7517, RFC 7518 section 6), of the two kinds that we make. */
final class Jwk {
    static final String ES256 = "ES256";
    static final String RS256 = "RS256";

    private static final int COORDINATE_BYTES = 32;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private Jwk() {}

    /**
     * Makes a new key; takes seconds for RS256.
     *
     * @param rsaBits length of the modulus for RS256; unused for ES256
     */
    static KeyMaterial generate(String algorithm, int rsaBits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.equals(ES256) ? "EC" : "RSA");
            if (algorithm.equals(ES256)) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else {
                generator.initialize(rsaBits);
            }
            KeyPair pair = generator.generateKeyPair();
            return material(algorithm, pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no " + algorithm + " key can be made on this Java", e);
        }
    }

    /** Returns a private key as JSON: a secret. */
    static byte[] privateJwk(KeyMaterial key) {
        ObjectNode jwk =
                key.publicKey() instanceof ECPublicKey ec ? members(ec) : members((RSAPublicKey) key.publicKey());
        if (key.privateKey() instanceof ECPrivateKey ec) {
            jwk.put("d", fixed(ec.getS()));
        } else if (key.privateKey() instanceof RSAPrivateCrtKey rsa) {
            jwk.put("d", number(rsa.getPrivateExponent()));
            jwk.put("p", number(rsa.getPrimeP()));
            jwk.put("q", number(rsa.getPrimeQ()));
            jwk.put("dp", number(rsa.getPrimeExponentP()));
            jwk.put("dq", number(rsa.getPrimeExponentQ()));
            jwk.put("qi", number(rsa.getCrtCoefficient()));
        } else {
            throw new IllegalArgumentException(key + " has no private part");
        }
        return text(jwk).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads what {@link #privateJwk} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static KeyMaterial readPrivate(byte[] json) {
        try {
            JsonNode jwk = JSON.readTree(new String(json, StandardCharsets.UTF_8));
            return isEc(jwk) ? ec(jwk) : rsa(jwk);
        } catch (JsonProcessingException | GeneralSecurityException e) {
            throw new IllegalArgumentException("not a private key of ours", e);
        }
    }

    /**
     * Reads a public key as {@link KeyMaterial#publicJwk} has it.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static KeyMaterial readPublic(String json) {
        try {
            JsonNode jwk = JSON.readTree(json);
            return isEc(jwk)
                    ? material(ES256, null, KeyFactory.getInstance("EC").generatePublic(ecPublic(jwk)))
                    : material(RS256, null, KeyFactory.getInstance("RSA").generatePublic(rsaPublic(jwk)));
        } catch (JsonProcessingException | GeneralSecurityException e) {
            throw new IllegalArgumentException("not a public key of ours", e);
        }
    }

    /** Returns the thumbprint of RFC 7638 of a JWK whose members stand in the order of their names. */
    private static String thumbprint(ObjectNode required) throws GeneralSecurityException {
        return BASE64.encodeToString(
                MessageDigest.getInstance("SHA-256").digest(text(required).getBytes(StandardCharsets.UTF_8)));
    }

    private static KeyMaterial material(String algorithm, @Nullable PrivateKey secret, PublicKey open)
            throws GeneralSecurityException {
        ObjectNode jwk = open instanceof ECPublicKey ec ? members(ec) : members((RSAPublicKey) open);
        String kid = thumbprint(jwk);
        jwk.put("use", "sig");
        jwk.put("alg", algorithm);
        jwk.put("kid", kid);
        return new KeyMaterial(kid, algorithm, secret, open, text(jwk));
    }

    private static ObjectNode members(ECPublicKey key) {
        ObjectNode jwk = JSON.createObjectNode();
        jwk.put("crv", "P-256");
        jwk.put("kty", "EC");
        jwk.put("x", fixed(key.getW().getAffineX()));
        jwk.put("y", fixed(key.getW().getAffineY()));
        return jwk;
    }

    private static ObjectNode members(RSAPublicKey key) {
        ObjectNode jwk = JSON.createObjectNode();
        jwk.put("e", number(key.getPublicExponent()));
        jwk.put("kty", "RSA");
        jwk.put("n", number(key.getModulus()));
        return jwk;
    }

    private static boolean isEc(JsonNode jwk) {
        return "EC".equals(jwk.path("kty").textValue());
    }

    private static KeyMaterial ec(JsonNode jwk) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("EC");
        PrivateKey secret = factory.generatePrivate(new ECPrivateKeySpec(value(jwk, "d"), p256()));
        return material(ES256, secret, factory.generatePublic(ecPublic(jwk)));
    }

    private static ECPublicKeySpec ecPublic(JsonNode jwk) throws GeneralSecurityException {
        return new ECPublicKeySpec(new ECPoint(value(jwk, "x"), value(jwk, "y")), p256());
    }

    private static ECParameterSpec p256() throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        return parameters.getParameterSpec(ECParameterSpec.class);
    }

    private static KeyMaterial rsa(JsonNode jwk) throws GeneralSecurityException {
        KeyFactory factory = KeyFactory.getInstance("RSA");
        PrivateKey secret = factory.generatePrivate(new RSAPrivateCrtKeySpec(
                value(jwk, "n"),
                value(jwk, "e"),
                value(jwk, "d"),
                value(jwk, "p"),
                value(jwk, "q"),
                value(jwk, "dp"),
                value(jwk, "dq"),
                value(jwk, "qi")));
        return material(RS256, secret, factory.generatePublic(rsaPublic(jwk)));
    }

    private static RSAPublicKeySpec rsaPublic(JsonNode jwk) {
        return new RSAPublicKeySpec(value(jwk, "n"), value(jwk, "e"));
    }

    private static BigInteger value(JsonNode jwk, String member) {
        String text = jwk.path(member).textValue();
        if (text == null) {
            throw new IllegalArgumentException("a key of ours has the member " + member);
        }
        return new BigInteger(1, Base64.getUrlDecoder().decode(text));
    }

    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        int sign = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        return BASE64.encodeToString(Arrays.copyOfRange(bytes, sign, bytes.length));
    }

    private static String fixed(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] padded = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, padded, COORDINATE_BYTES - length, length);
        return BASE64.encodeToString(padded);
    }

    private static String text(ObjectNode jwk) {
        try {
            return JSON.writeValueAsString(jwk);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a key cannot be written as JSON", e);
        }
    }
}
