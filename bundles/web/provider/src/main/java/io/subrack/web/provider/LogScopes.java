/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.spi.TraceContext;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.jspecify.annotations.Nullable;

/**
 * Takes threads that the servlet container lends to a request later into its log context: for {@code AsyncContext.start},
 * for dispatches, and for listeners of the body and the answer.
 */
final class LogScopes implements ContextHandler.ContextScopeListener {
    private static final ThreadLocal<@Nullable Lent> LENT = new ThreadLocal<>();

    @Override
    public void enterScope(Context context, @Nullable Request request) {
        Lent lent = LENT.get();
        if (lent != null) {
            lent.depth++;
        } else if (TraceContext.current() == null
                && request != null
                && request.getAttribute(Exchange.ATTRIBUTE) instanceof Exchange exchange) {
            LENT.set(new Lent(LogContext.enter(exchange)));
        }
    }

    @Override
    public void exitScope(Context context, @Nullable Request request) {
        Lent lent = LENT.get();
        if (lent != null && --lent.depth == 0) {
            LENT.remove();
            lent.before.leave();
        }
    }

    /** A thread that this has taken into a request. Scopes may be entered within scopes. */
    private static final class Lent {
        private final LogContext before;
        private int depth = 1;

        Lent(LogContext before) {
            this.before = before;
        }
    }
}
