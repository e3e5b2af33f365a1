/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What the handlers of this bundle have in common: one path each, GET and HEAD alone, nothing cached. */
final class Answers {
    private Answers() {}

    /** Answers a request that is not a GET or HEAD of exactly this path, and says whether it was one. */
    static boolean refused(String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute(RequestAttributes.ROUTE_TEMPLATE, path);
        var asked = request.getRequestURI();
        if (!asked.equals(path)) {
            write(problem(WebProblem.RESOURCE_NOT_FOUND, "nothing is below " + path), request, response);
            return true;
        }
        if (!request.getMethod().equals("GET") && !isHead(request)) {
            response.setHeader("Allow", "GET, HEAD");
            write(problem(WebProblem.METHOD_NOT_ALLOWED, path + " answers GET and HEAD only"), request, response);
            return true;
        }
        return false;
    }

    static void write(int status, String type, byte[] body, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        response.setStatus(status);
        response.setContentType(type);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        if (!isHead(request)) {
            response.getOutputStream().write(body);
        }
    }

    private static void write(Problem problem, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        var json = problem.json().getBytes(StandardCharsets.UTF_8);
        write(problem.type().status(), "application/problem+json", json, request, response);
    }

    private static boolean isHead(HttpServletRequest request) {
        return request.getMethod().equals("HEAD");
    }

    private static Problem problem(WebProblem type, String detail) {
        return new Problem(type, detail);
    }

    private record Problem(WebProblem type, String detail) {
        /** All texts are constants of this bundle: nothing to escape. */
        String json() {
            return """
                    {"type":"%s","title":"%s","status":%d,"detail":"%s"}""".formatted(type.urn(), type.title(), type.status(), detail);
        }
    }
}
