/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.api.RequestAttributes;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** Turns every error that Jetty answers, or that a servlet asks for by {@code sendError}, into a problem document. */
final class ProblemErrorHandler extends ErrorHandler {
    /** What Jetty says, with status 500, when an asynchronous handler's own timeout has passed. */
    private static final String ASYNC_TIMEOUT = "AsyncContext timeout";

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Throwable cause = (Throwable) request.getAttribute(ERROR_EXCEPTION);
        int status = status(response.getStatus(), request.getAttribute(ERROR_MESSAGE), cause);
        response.setStatus(status);
        if (status < HttpStatus.BAD_REQUEST_400) {
            callback.succeeded();
            return true;
        }
        if (status == HttpStatus.SERVICE_UNAVAILABLE_503) {
            response.getHeaders().put(DoorHandler.RETRY_AFTER);
        }
        String requestId = id(request);
        Problems.write(request, response, callback, requestId, status, detail(request, status, cause));
        return true;
    }

    private static int status(int status, @Nullable Object message, @Nullable Throwable cause) {
        if (cause instanceof HttpException failure) {
            return failure.getCode();
        }
        boolean late = cause instanceof TimeoutException || ASYNC_TIMEOUT.equals(message);
        if (status == HttpStatus.INTERNAL_SERVER_ERROR_500 && late) {
            return HttpStatus.SERVICE_UNAVAILABLE_503;
        }
        return status;
    }

    private static String id(Request request) {
        Object known = request.getAttribute(RequestAttributes.REQUEST_ID);
        return known instanceof String id
                ? id
                : Problems.requestId(request.getHeaders().get(Problems.REQUEST_ID_HEADER));
    }

    private static @Nullable String detail(Request request, int status, @Nullable Throwable cause) {
        Object message = request.getAttribute(ERROR_MESSAGE);
        if (message == null && cause instanceof HttpException failure) {
            message = failure.getReason();
        }
        String said = message instanceof String text && !text.equals(HttpStatus.getMessage(status)) ? text : null;
        return cause instanceof HttpException ? JettyReasons.sentence(status, said) : said;
    }
}
