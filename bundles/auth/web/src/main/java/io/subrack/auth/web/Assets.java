/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Files that the pages load. Below their hash they never change; below another one, or none, they are asked for again
 * each time, so that the console can name the style by a lasting address.
 */
final class Assets {
    static final String STYLE = "subrack.css";
    static final String ICON = "icon.svg";
    static final String SETUP_SCRIPT = "setup.js";

    private static final Map<String, String> TYPES = Map.of(
            STYLE, "text/css; charset=utf-8", ICON, "image/svg+xml", SETUP_SCRIPT, "text/javascript; charset=utf-8");
    private static final int HASH_CHARS = 16;

    private Assets() {}

    /** Returns where a browser finds a file of this version. */
    static String path(String name) {
        return Paths.ASSETS + "/" + Loaded.HASH + "/" + name;
    }

    static Answer answer(Call call) {
        String below = call.path().substring(Math.min(call.path().length(), Paths.ASSETS.length() + 1));
        int slash = below.indexOf('/');
        String name = below.substring(slash + 1);
        String file = Loaded.FILES.get(name);
        if (file == null || !(call.method().equals("GET") || call.method().equals("HEAD"))) {
            throw PageFailure.of(404, "not-found");
        }
        boolean current = slash > 0 && below.substring(0, slash).equals(Loaded.HASH);
        String tag = "\"" + Loaded.HASH + "\"";
        boolean known =
                call.header("if-none-match").filter(tags -> tags.contains(tag)).isPresent();
        return Answer.of(known ? 304 : 200, Objects.requireNonNull(TYPES.get(name)), known ? "" : file)
                .header(Answer.CACHE_CONTROL, current ? "public, max-age=31536000, immutable" : "no-cache")
                .header("ETag", tag)
                .header("Content-Security-Policy", "default-src 'none'")
                .header("Cross-Origin-Resource-Policy", "same-origin");
    }

    private static String read(String name) {
        try (InputStream file = Assets.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException(name + " is missing from the bundle");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(Map<String, String> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.values().forEach(file -> digest.update(file.getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(digest.digest()).substring(0, HASH_CHARS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Read when the first page is asked for. */
    private static final class Loaded {
        static final Map<String, String> FILES = new TreeMap<>();
        static final String HASH;

        static {
            TYPES.keySet().forEach(name -> FILES.put(name, read(name)));
            HASH = hash(FILES);
        }
    }
}
