/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.rest;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Revisions of repositories as entity tags. */
final class Tags {
    private Tags() {}

    static String of(long revision) {
        return "\"" + revision + "\"";
    }

    /** Returns the revision that an {@code If-Match} names; empty for any. */
    static OptionalLong expected(@Nullable String header) {
        if (header == null || header.isBlank() || header.strip().equals("*")) {
            return OptionalLong.empty();
        }
        String tag = header.strip();
        if (!tag.matches("\"\\d{1,18}\"")) {
            throw new CatalogueException(
                    CatalogueProblem.REPOSITORY_CHANGED,
                    "If-Match is no ETag of a repository. Read it again and use its ETag.");
        }
        return OptionalLong.of(Long.parseLong(tag.substring(1, tag.length() - 1)));
    }
}
