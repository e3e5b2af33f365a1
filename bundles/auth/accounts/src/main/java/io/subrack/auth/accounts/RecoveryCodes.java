/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.accounts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Codes that stand in for a lost authenticator, each once. 80 random bits, so a plain SHA-256 keeps them. */
final class RecoveryCodes {
    private static final int COUNT = 10;
    private static final int BYTES = 10;
    private static final int GROUP = 4;

    private RecoveryCodes() {}

    static List<String> fresh() {
        var codes = new ArrayList<String>();
        for (int i = 0; i < COUNT; i++) {
            codes.add(grouped(Base32.encode(Opaque.bytes(BYTES)).toLowerCase(Locale.ROOT)));
        }
        return List.copyOf(codes);
    }

    static Set<String> hashes(String userId, List<String> codes) {
        return codes.stream().map(code -> hash(userId, code)).collect(Collectors.toSet());
    }

    /** Hashes a code however it was typed. */
    static String hash(String userId, String code) {
        var bare = code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
        return Opaque.hash(userId + ":" + bare);
    }

    private static String grouped(String text) {
        var grouped = new StringBuilder();
        for (int i = 0; i < text.length(); i += GROUP) {
            grouped.append(i == 0 ? "" : "-").append(text, i, Math.min(text.length(), i + GROUP));
        }
        return grouped.toString();
    }
}
