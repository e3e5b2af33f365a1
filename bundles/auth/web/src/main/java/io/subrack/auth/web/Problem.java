/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts.RejectedException;
import java.util.Locale;

/**
 * What is wrong with a form that was sent.
 *
 * @param status of the answer that says so
 * @param sentence what is wrong and what to do
 * @param field the field that it is about; empty if that is not known
 */
record Problem(int status, String sentence, String field) {
    /** What marks the sentence, for those who hear the page. */
    static final String ID = "problem";

    static Problem of(int status, Visit visit, String key, String field) {
        return new Problem(status, visit.texts().get(key), field);
    }

    /** @param credential the field that is wrong if a credential is */
    static Problem of(RejectedException rejected, String credential) {
        String message = String.valueOf(rejected.getMessage());
        String sentence = message.isEmpty()
                ? message
                : message.substring(0, 1).toUpperCase(Locale.ROOT)
                        + message.substring(1)
                        + (message.endsWith(".") ? "" : ".");
        return switch (rejected.reason()) {
            case WRONG_CREDENTIAL -> new Problem(403, sentence, credential);
            case BAD_VALUE -> new Problem(422, sentence, "");
            case CONFLICT, ALREADY_CLAIMED -> new Problem(409, sentence, "");
            case TOO_MANY -> new Problem(429, sentence, "");
            case BUSY -> new Problem(503, sentence, "");
        };
    }

    /** Names the field, where the page knows which it must be. */
    Problem about(String name) {
        return field.isEmpty() ? new Problem(status, sentence, name) : this;
    }
}
