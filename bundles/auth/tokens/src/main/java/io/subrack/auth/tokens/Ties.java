/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.tokens;

import io.subrack.auth.api.Caller;
import io.subrack.auth.spi.Tokens.Verified;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a token ends with, if not by itself.
 *
 * @param tokenId its own identifier
 * @param grantId what it was given for; null for none
 * @param issuedSecond when it was issued
 * @param keys subject, client and acting bundle, as the revocations call them; then those that it was derived from
 * @param sources the identifiers of the credentials that it was derived from
 */
record Ties(String tokenId, @Nullable String grantId, long issuedSecond, List<String> keys, List<String> sources) {
    Ties {
        keys = List.copyOf(keys);
        sources = List.copyOf(sources);
    }

    /** @param sources identifiers and keys of what it was derived from, as {@link #source} returns them */
    static Ties of(Verified verified, List<String> sources) {
        Caller caller = verified.caller();
        List<String> keys = keys(caller.subject(), caller.clientId(), caller.actor());
        List<String> identifiers = new ArrayList<>();
        for (String source : sources) {
            (RevocationList.isKey(source) ? keys : identifiers).add(source);
        }
        return new Ties(caller.tokenId(), verified.grantId(), verified.issued().getEpochSecond(), keys, identifiers);
    }

    static List<String> keys(String subject, String clientId, @Nullable String actor) {
        List<String> keys = new ArrayList<>();
        keys.add(RevocationList.subjectKey(subject));
        if (!clientId.isEmpty()) {
            keys.add(RevocationList.clientKey(clientId));
        }
        if (actor != null) {
            keys.add(RevocationList.subjectKey(Subjects.ofBundle(actor)));
        }
        return keys;
    }

    /** Returns what a token that is derived from this one names as its sources. */
    List<String> source() {
        List<String> all = new ArrayList<>(sources);
        if (!tokenId.isEmpty()) {
            all.add(tokenId);
        }
        all.addAll(keys);
        return all;
    }
}
