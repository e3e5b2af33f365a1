/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** The few pages that the endpoints show themselves. They work without scripts, and nothing but them may run in them. */
final class Pages {
    private static final String STYLE = "/assets/auth/subrack.css";

    private static final String SUBMIT = "document.forms[0].submit()";

    private Pages() {}

    /** Tells a person what is wrong. */
    static Reply fault(int status, String title, String sentence) {
        return page(status, title, "<p>" + escaped(sentence) + "</p>", "'none'", "");
    }

    /** Sends fields on to a client. */
    static Reply formPost(String target, List<String> namesAndValues) {
        String content = "<p>You are being sent back to the application.</p>\n"
                + form(target, namesAndValues, "Continue") + "<script>" + SUBMIT + "</script>";
        return page(200, "One moment", content, formSource(target), "; script-src '" + hash(SUBMIT) + "'");
    }

    /** Asks whether somebody wants to log out. */
    static Reply confirmLogout(String action, List<String> namesAndValues, String afterwards) {
        String content = "<p>An application asks to end your session here. Everything that you are logged in to with it"
                + " ends, too.</p>\n" + form(action, namesAndValues, "Log out");
        // The answer to the form leads on to the application, and browsers hold that against form-action, too.
        String sources = afterwards.isEmpty() ? formSource(action) : formSource(action) + " " + formSource(afterwards);
        return page(200, "Log out?", content, sources, "");
    }

    static Reply loggedOut() {
        return page(200, "You are logged out", "<p>You can close this page.</p>", "'none'", "");
    }

    private static String form(String action, List<String> namesAndValues, String button) {
        StringBuilder form = new StringBuilder();
        form.append("<form method=\"post\" action=\"").append(escaped(action)).append("\">\n");
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            form.append("<input type=\"hidden\" name=\"")
                    .append(escaped(namesAndValues.get(i)))
                    .append("\" value=\"")
                    .append(escaped(namesAndValues.get(i + 1)))
                    .append("\">\n");
        }
        return form.append("<button type=\"submit\" class=\"sr-button\">")
                .append(escaped(button))
                .append("</button>\n</form>\n")
                .toString();
    }

    private static Reply page(int status, String title, String content, String formAction, String more) {
        String html = String.format("""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%s</title>
            <link rel="stylesheet" href="%s">
            </head>
            <body>
            <main class="sr-main sr-narrow">
            <h1>%s</h1>
            %s
            </main>
            </body>
            </html>
            """, escaped(title), STYLE, escaped(title), content);
        String policy = "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
                + "; form-action " + formAction + more;
        return Reply.empty(status)
                .body("text/html; charset=utf-8", html)
                .with("Content-Security-Policy", policy)
                .with("Referrer-Policy", "no-referrer")
                .with("X-Content-Type-Options", "nosniff");
    }

    /** Returns where a form may be sent, as a source of the Content Security Policy: scheme and authority. */
    private static String formSource(String target) {
        URI uri = URI.create(target);
        return uri.getRawAuthority() == null ? uri.getScheme() + ":" : uri.getScheme() + "://" + uri.getRawAuthority();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append((char) c);
            }
        });
        return escaped.toString();
    }
}
