/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.api;

import io.subrack.kernel.api.ProblemType;

/** The problem types of the front door and of REST hosting. */
public enum WebProblem implements ProblemType {
    BAD_REQUEST("http:bad-request", "Request cannot be understood", 400),
    AMBIGUOUS_PATH("http:ambiguous-path", "Path can be read in two ways", 400),
    UNAUTHORIZED("http:unauthorized", "Token is needed", 401),
    FORBIDDEN("http:forbidden", "Not allowed", 403),
    NOT_FOUND("http:not-found", "Nobody owns this path", 404),
    RESOURCE_NOT_FOUND("http:resource-not-found", "No such resource", 404),
    METHOD_NOT_ALLOWED("http:method-not-allowed", "Method is not allowed here", 405),
    NOT_ACCEPTABLE("http:not-acceptable", "No acceptable representation", 406),
    TIMEOUT("http:timeout", "Request took too long", 408),
    CONFLICT("http:conflict", "Conflicts with the current state", 409),
    PRECONDITION_FAILED("http:precondition-failed", "Resource has changed", 412),
    CONTENT_TOO_LARGE("http:content-too-large", "Request body is too large", 413),
    URI_TOO_LONG("http:uri-too-long", "URI is too long", 414),
    UNSUPPORTED_MEDIA_TYPE("http:unsupported-media-type", "Content type is not supported", 415),
    UNPROCESSABLE("http:unprocessable", "Content is well formed but not usable", 422),
    TOO_MANY_REQUESTS("http:too-many-requests", "Too many requests", 429),
    HEADERS_TOO_LARGE("http:headers-too-large", "Request headers are too large", 431),
    INTERNAL("http:internal", "Internal error", 500),
    NOT_SET_UP("http:not-set-up", "Installation is not set up: open /setup", 503),
    NOT_SERVING("http:not-serving", "Bundle is not serving right now", 503),
    HANDLER_TIMEOUT("http:handler-timeout", "Bundle did not answer in time", 504);

    private final String code;
    private final String title;
    private final int status;

    WebProblem(String code, String title, int status) {
        this.code = code;
        this.title = title;
        this.status = status;
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public int status() {
        return status;
    }
}
