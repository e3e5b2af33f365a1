/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.resources.spi;

import io.subrack.kernel.api.ProblemException;
import io.subrack.kernel.api.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Entity tags: of things with a revision that number, of others a hash of what is shown. */
public final class Tags {
    private static final int HASH_CHARS = 32;

    private Tags() {}

    /** Returns the tag of a revision, with its quotes. */
    public static String of(long revision) {
        return "\"" + revision + "\"";
    }

    /** Returns the tag of what is shown, with its quotes: another as soon as another text is shown. */
    public static String of(String shown) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(shown.getBytes(StandardCharsets.UTF_8));
            return "\"" + HexFormat.of().formatHex(hash).substring(0, HASH_CHARS) + "\"";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }

    /** Returns whether an {@code If-Match} admits any state, or is not there. */
    public static boolean isAny(@Nullable String header) {
        return header == null || header.isBlank() || header.strip().equals("*");
    }

    /**
     * Returns the revision that an {@code If-Match} names; empty for any.
     *
     * @param stale what the problem is if it names none
     * @throws ProblemException if it is no tag of a revision
     */
    public static OptionalLong revision(@Nullable String header, ProblemType stale) {
        if (header == null || isAny(header)) {
            return OptionalLong.empty();
        }
        String tag = header.strip();
        if (!tag.matches("\"\\d{1,18}\"")) {
            throw new ProblemException(
                    stale, "If-Match is not the ETag of what is stored. Read it again and use its ETag.");
        }
        return OptionalLong.of(Long.parseLong(tag.substring(1, tag.length() - 1)));
    }

    /**
     * Refuses a change of something that is not what {@code If-Match} names.
     *
     * @param tag what there is now
     * @throws ProblemException of the type {@code stale}
     */
    public static void require(@Nullable String header, String tag, ProblemType stale) {
        if (header != null && !isAny(header) && !header.strip().equals(tag)) {
            throw new ProblemException(
                    stale, "somebody changed it meanwhile. Read it again, then repeat the change with its ETag.");
        }
    }
}
