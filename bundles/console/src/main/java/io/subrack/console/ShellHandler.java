/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.console;

import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.auth.spi.UserStore.User;
import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.RequestAttributes;
import io.subrack.web.api.WebProblem;
import io.subrack.web.spi.MountHandler;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Answers each address of the console with the same page, which holds no data: scripts read the address and ask the
 * management API. Who has no session is sent to log in, and comes back.
 */
final class ShellHandler implements MountHandler {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_BYTES = 18;
    private static final int MAX_RETURN_CHARS = 1_000;

    private final Accounts accounts;
    private final Shell shell;

    ShellHandler(Assets assets, Accounts accounts) {
        this.accounts = accounts;
        this.shell = new Shell(assets);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        request.setAttribute(RequestAttributes.ROUTE_TEMPLATE, Shell.PATH + "/{page}");
        allowReading(request, response);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "same-origin");
        if (!hasSession(request)) {
            response.setStatus(HttpServletResponse.SC_SEE_OTHER);
            response.setHeader("Location", "/login?next=" + encode(address(request)));
            return;
        }
        String nonce = nonce();
        byte[] page = shell.html(nonce).getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/html; charset=utf-8");
        response.setHeader("Content-Security-Policy", Shell.policy(nonce));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
        response.setContentLength(page.length);
        if (request.getMethod().equals("GET")) {
            response.getOutputStream().write(page);
        }
    }

    /** @throws ProblemException 405 for what is neither GET nor HEAD */
    static void allowReading(HttpServletRequest request, HttpServletResponse response) {
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.setHeader("Allow", "GET, HEAD");
            throw new ProblemException(
                    WebProblem.METHOD_NOT_ALLOWED, "The console's pages can only be read; changes go to the API.");
        }
    }

    /** @throws ProblemException 503 while the database cannot say */
    private boolean hasSession(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        if (cookies == null) {
            return false;
        }
        try {
            for (Cookie cookie : cookies) {
                if (cookie.getName().equals(Accounts.SESSION_COOKIE)) {
                    return accounts.session(cookie.getValue())
                            .flatMap(session -> accounts.user(session.userId()))
                            .filter(User::enabled)
                            .isPresent();
                }
            }
            return false;
        } catch (StoreUnavailableException e) {
            throw new ProblemException(
                    WebProblem.NOT_SERVING,
                    "It cannot be found out who you are, since the database does not answer. Try again in a moment.",
                    e);
        }
    }

    private static String address(HttpServletRequest request) {
        String query = request.getQueryString();
        String address = request.getRequestURI() + (query == null ? "" : "?" + query);
        return address.length() > MAX_RETURN_CHARS ? Shell.PATH : address;
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String nonce() {
        byte[] random = new byte[NONCE_BYTES];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().encodeToString(random);
    }
}
