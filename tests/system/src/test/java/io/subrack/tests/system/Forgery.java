/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens that must not be accepted out of one that is. */
final class Forgery {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final String good;
    private final String[] parts;
    private final JsonNode publicKey;
    private final KeyPair own;

    /** @param jwks what the platform publishes */
    Forgery(String good, JsonNode jwks) throws GeneralSecurityException {
        this.good = good;
        this.parts = good.split("\\.");
        String kid = header(good).path("kid").asText();
        JsonNode found = null;
        for (JsonNode key : jwks.path("keys")) {
            found = key.path("kid").asText().equals(kid) ? key : found;
        }
        if (found == null) {
            throw new AssertionError("the key " + kid + " is not published: " + jwks);
        }
        this.publicKey = found;
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        this.own = generator.generateKeyPair();
    }

    static JsonNode header(String token) {
        return part(token, 0);
    }

    static JsonNode payload(String token) {
        return part(token, 1);
    }

    /** @param foreignUrl where a key could be fetched, if somebody did */
    Map<String, String> all(String foreignUrl) throws GeneralSecurityException, IOException {
        Map<String, String> forged = new LinkedHashMap<>();
        for (String none : new String[] {"none", "None", "NONE", "nOnE", ""}) {
            String head = headerWith(header -> header.put("alg", none));
            forged.put("alg '" + none + "' without a signature", head + "." + parts[1] + ".");
            forged.put("alg '" + none + "' with the old signature", head + "." + parts[1] + "." + parts[2]);
        }
        forged.put("no alg", headerWith(header -> header.remove("alg")) + "." + parts[1] + "." + parts[2]);
        addKeyConfusion(forged);
        addKeyInjection(forged, foreignUrl);
        addSignatures(forged);
        addChangedClaims(forged);
        addTexts(forged);
        return forged;
    }

    private void addKeyConfusion(Map<String, String> forged) throws GeneralSecurityException, IOException {
        byte[] x509 = platformKey().getEncoded();
        byte[] point = uncompressedPoint();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(x509) + "\n-----END PUBLIC KEY-----\n";
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        secrets.put("the public key in X.509", x509);
        secrets.put("the public key in PEM", pem.getBytes(StandardCharsets.US_ASCII));
        secrets.put("the public point", point);
        secrets.put("the JWK", JSON.writeValueAsBytes(publicKey));
        secrets.put("the x coordinate", decoded(publicKey.path("x").asText()));
        for (Map.Entry<String, byte[]> secret : secrets.entrySet()) {
            String signed = headerWith(header -> header.put("alg", "HS256")) + "." + parts[1];
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getValue(), "HmacSHA256"));
            forged.put(
                    "HS256 with " + secret.getKey(),
                    signed + "." + ENCODER.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII))));
        }
        for (String other : new String[] {"ES384", "RS256", "PS256", "EdDSA", "es256"}) {
            forged.put(
                    "alg " + other + " with the key of another",
                    headerWith(header -> header.put("alg", other)) + "." + parts[1] + "." + parts[2]);
        }
    }

    private void addKeyInjection(Map<String, String> forged, String foreignUrl) throws GeneralSecurityException {
        ObjectNode jwk = ownJwk();
        String thumbprint = jwk.path("kid").asText();
        put(forged, "own key, the platform's kid", header -> {});
        put(forged, "own key in jwk", header -> header.set("jwk", jwk));
        put(
                forged,
                "own key in jwk, its kid",
                header -> header.put("kid", thumbprint).set("jwk", jwk));
        put(
                forged,
                "own key behind jku",
                header -> header.put("kid", thumbprint).put("jku", foreignUrl));
        put(
                forged,
                "own key behind x5u",
                header -> header.put("kid", thumbprint).put("x5u", foreignUrl));
        for (String kid :
                new String[] {"", "../../../../dev/null", "' OR '1'='1", foreignUrl, "\u0000", "x".repeat(2000)}) {
            put(forged, "own key, kid " + (kid.length() > 40 ? "very long" : kid), header -> header.put("kid", kid));
        }
        put(forged, "own key, no kid", header -> header.remove("kid"));
        put(forged, "own key, crit", header -> header.putArray("crit").add("exp"));
        put(forged, "own key, b64 false", header -> header.put("b64", false));
    }

    private void put(Map<String, String> forged, String name, Consumer<ObjectNode> change)
            throws GeneralSecurityException {
        forged.put(name, signed(headerWith(change), parts[1], own.getPrivate()));
    }

    private void addSignatures(Map<String, String> forged) throws GeneralSecurityException {
        String signed = parts[0] + "." + parts[1] + ".";
        byte[] signature = decoded(parts[2]);
        byte[] half = new byte[32];
        forged.put("no signature", signed);
        forged.put("zero signature", signed + ENCODER.encodeToString(new byte[64]));
        forged.put("zero DER signature", signed + ENCODER.encodeToString(new byte[] {0x30, 6, 2, 1, 0, 2, 1, 0}));
        forged.put("r = n, s = n", signed + ENCODER.encodeToString(concatenated(order(), order())));
        forged.put("r = 0", signed + ENCODER.encodeToString(concatenated(half, Arrays.copyOfRange(signature, 32, 64))));
        forged.put("short signature", signed + ENCODER.encodeToString(Arrays.copyOf(signature, 63)));
        forged.put("long signature", signed + ENCODER.encodeToString(Arrays.copyOf(signature, 65)));
        signature[10] ^= 1;
        forged.put("one bit of the signature", signed + ENCODER.encodeToString(signature));
    }

    private void addChangedClaims(Map<String, String> forged) {
        changed(forged, "another subject", claims -> claims.put("sub", "somebody-else"));
        changed(
                forged,
                "more scopes",
                claims -> claims.put("scope", "platform.users platform.keys vault.read vault.write"));
        changed(forged, "another role", claims -> claims.putArray("roles").add("root"));
        changed(
                forged,
                "a later end",
                claims -> claims.put("exp", claims.path("exp").asLong() + 100_000));
        changed(forged, "another audience", claims -> claims.put("aud", "https://elsewhere.example"));
        changed(forged, "another issuer", claims -> claims.put("iss", "https://elsewhere.example"));
    }

    private void changed(Map<String, String> forged, String name, Consumer<ObjectNode> change) {
        ObjectNode claims = (ObjectNode) payload(good).deepCopy();
        change.accept(claims);
        forged.put(name, parts[0] + "." + encoded(claims.toString()) + "." + parts[2]);
    }

    /** The same token, written differently: its text would not be its name any more. */
    private void addTexts(Map<String, String> forged) {
        forged.put("padded", good + "=");
        forged.put("padded twice", good + "==");
        forged.put("padded header", parts[0] + "=." + parts[1] + "." + parts[2]);
        forged.put("spare bits", withSpareBits(good));
        forged.put("a fourth part", good + ".AAAA");
        forged.put("a member twice", encoded(duplicated(0)) + "." + parts[1] + "." + parts[2]);
        forged.put("a claim twice", parts[0] + "." + encoded(duplicated(1)) + "." + parts[2]);
        forged.put("without a payload", parts[0] + ".." + parts[2]);
        forged.put("JSON", "{}");
        forged.put("nonsense", "nonsense");
        forged.put("long", "A".repeat(9000));
    }

    private String duplicated(int part) {
        String json = new String(decoded(parts[part]), StandardCharsets.UTF_8);
        return json.substring(0, json.length() - 1) + "," + json.substring(1);
    }

    /** 64 bytes take 86 characters, the last of which has four bits to spare. */
    private static String withSpareBits(String token) {
        char last = token.charAt(token.length() - 1);
        return token.substring(0, token.length() - 1) + ALPHABET.charAt(ALPHABET.indexOf(last) ^ 1);
    }

    private String headerWith(Consumer<ObjectNode> change) {
        ObjectNode header = (ObjectNode) header(good).deepCopy();
        change.accept(header);
        return encoded(header.toString());
    }

    private static String signed(String header, String payload, PrivateKey key) throws GeneralSecurityException {
        String signed = header + "." + payload;
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(key);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + ENCODER.encodeToString(signature.sign());
    }

    private ObjectNode ownJwk() throws GeneralSecurityException {
        ECPublicKey key = (ECPublicKey) own.getPublic();
        String x = ENCODER.encodeToString(unsigned(key.getW().getAffineX()));
        String y = ENCODER.encodeToString(unsigned(key.getW().getAffineY()));
        String canonical = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"" + x + "\",\"y\":\"" + y + "\"}";
        byte[] thumbprint = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.US_ASCII));
        return JSON.createObjectNode()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("x", x)
                .put("y", y)
                .put("kid", ENCODER.encodeToString(thumbprint));
    }

    private java.security.PublicKey platformKey() throws GeneralSecurityException {
        java.security.spec.ECPoint point = new java.security.spec.ECPoint(
                new BigInteger(1, decoded(publicKey.path("x").asText())),
                new BigInteger(1, decoded(publicKey.path("y").asText())));
        return java.security.KeyFactory.getInstance("EC")
                .generatePublic(
                        new java.security.spec.ECPublicKeySpec(point, ((ECPublicKey) own.getPublic()).getParams()));
    }

    private byte[] uncompressedPoint() {
        return concatenated(
                new byte[] {4},
                concatenated(
                        decoded(publicKey.path("x").asText()),
                        decoded(publicKey.path("y").asText())));
    }

    private byte[] order() {
        return unsigned(((ECPublicKey) own.getPublic()).getParams().getOrder());
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }

    private static byte[] concatenated(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static JsonNode part(String token, int part) {
        try {
            return JSON.readTree(decoded(token.split("\\.")[part]));
        } catch (IOException e) {
            throw new AssertionError("not a JWT", e);
        }
    }

    private static byte[] decoded(String text) {
        return Base64.getUrlDecoder().decode(text);
    }

    private static String encoded(String text) {
        return ENCODER.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
