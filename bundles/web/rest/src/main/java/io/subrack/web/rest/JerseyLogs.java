/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.web.rest.Answers.BrokenOffException;
import io.subrack.web.rest.ExchangeStreams.ClientGoneException;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Jersey logs each client that leaves during its answer as SEVERE, with a stack trace, and each answer that breaks off.
 * Nobody can act on the first; the second is told with the bundle's name and the request's id elsewhere.
 */
final class JerseyLogs {
    /** Held, because java.util.logging would forget its filter together with the logger. */
    private static final Logger RESPONDER = Logger.getLogger("org.glassfish.jersey.server.ServerRuntime$Responder");

    private JerseyLogs() {}

    static void leaveOutWhatIsToldElsewhere() {
        RESPONDER.setFilter(JerseyLogs::isWorthTelling);
    }

    private static boolean isWorthTelling(LogRecord entry) {
        @Nullable Throwable thrown = entry.getThrown();
        for (int depth = 0; thrown != null && depth < 8; depth++) {
            if (thrown instanceof ClientGoneException || thrown instanceof BrokenOffException) {
                return false;
            }
            thrown = thrown.getCause();
        }
        return true;
    }
}
