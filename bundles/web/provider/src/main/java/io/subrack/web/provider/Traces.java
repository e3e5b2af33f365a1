/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.spi.TraceContext;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/** Says to which trace a request belongs: its caller's, where callers may say so, or one of its own. */
final class Traces {
    /** Whose word counts. */
    private enum Trust {
        ALWAYS,
        PROXIES,
        NEVER
    }

    private final Trust trust;
    private final TrustedProxies proxies;

    Traces(String trust, TrustedProxies proxies) {
        this.trust = Trust.valueOf(trust.toUpperCase(Locale.ROOT));
        this.proxies = proxies;
    }

    TraceContext of(Request request) {
        HttpFields headers = request.getHeaders();
        String parent = headers.get(TraceContext.PARENT_HEADER);
        if (parent == null || !trusts(request)) {
            return TraceContext.begin();
        }
        if (headers.getValuesList(TraceContext.PARENT_HEADER).size() > 1) {
            return TraceContext.begin();
        }
        List<String> states = headers.getValuesList(TraceContext.STATE_HEADER);
        return TraceContext.goOn(parent, states.isEmpty() ? null : String.join(",", states));
    }

    private boolean trusts(Request request) {
        return switch (trust) {
            case ALWAYS -> true;
            case PROXIES -> proxies.trusts(Request.getRemoteAddr(request));
            case NEVER -> false;
        };
    }
}
