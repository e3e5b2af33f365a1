/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.spi;

import io.subrack.auth.spi.AccessRequirement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Answers the requests below one mount. Called by many threads at once. */
@ConsumerType
public interface MountHandler {
    /**
     * Answers one request, at once or, after {@code request.startAsync()}, later. What it throws becomes a 500 problem
     * and a log line.
     */
    void handle(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;

    /**
     * Does now what the first request would have to wait for; a failure here fails a deployment before it goes live.
     * May be called again, or not at all.
     */
    default void warmUp() {}

    /**
     * Lists what can be called, for a mount whose handler decides for each operation. Sub-resources that only a running
     * request finds are left out.
     */
    default List<Operation> operations() {
        return List.of();
    }

    /**
     * An operation with what it demands.
     *
     * @param method the HTTP method; {@code *} for all
     * @param template the route template, as {@code /greeter/{name}}
     */
    record Operation(String method, String template, AccessRequirement requirement) {}

    /** Ends the handler. Called once, when no request runs in it any more or the drain deadline has passed. */
    default void close() {}
}
