/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts.Origin;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a browser does with pages: keeps cookies, sends headers of its own, and forms with their hidden fields. */
final class Browser {
    private static final Pattern HIDDEN =
            Pattern.compile("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">");

    final Map<String, String> cookies = new LinkedHashMap<>();
    /** Headers beside the cookies; a test changes them to be somebody else. */
    final Map<String, List<String>> headers = new LinkedHashMap<>();

    Answer last = Answer.of(200, "text/plain", "");
    private final Site site;

    Browser(Site site) {
        this.site = site;
        headers.put("host", List.of("subrack.example"));
        headers.put("origin", List.of("https://subrack.example"));
        headers.put("sec-fetch-site", List.of("same-origin"));
    }

    Answer get(String address) {
        return send("GET", address, "", "");
    }

    /** Sends the form of the page that was shown last which has these hidden fields, with what somebody typed. */
    Answer submit(String path, String... namesAndValues) {
        Map<String, String> fields = hidden(form(path, ""));
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return post(path, encoded(fields));
    }

    Answer post(String path, String body) {
        return send("POST", path, "application/x-www-form-urlencoded", body);
    }

    Answer send(String method, String address, String type, String body) {
        Map<String, List<String>> sent = new LinkedHashMap<>(headers);
        if (!cookies.isEmpty()) {
            List<String> pairs = new ArrayList<>();
            cookies.forEach((name, value) -> pairs.add(name + "=" + value));
            sent.put("cookie", List.of(String.join("; ", pairs)));
        }
        if (!type.isEmpty()) {
            sent.put("content-type", List.of(type));
        }
        int query = address.indexOf('?');
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        last = site.answer(new Call(
                method,
                query < 0 ? address : address.substring(0, query),
                query < 0 ? null : address.substring(query + 1),
                sent,
                bytes.length > Call.MAX_BODY_BYTES ? null : bytes,
                List.of(Locale.ENGLISH),
                new Origin("192.0.2.7", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "req-1")));
        last.cookies().forEach(this::keep);
        return last;
    }

    private void keep(String cookie) {
        String[] pair = cookie.substring(0, cookie.indexOf(';')).split("=", 2);
        if (cookie.contains("Max-Age=0")) {
            cookies.remove(pair[0]);
        } else {
            cookies.put(pair[0], pair[1]);
        }
    }

    void logIn(String name, String password) {
        get(Paths.LOGIN);
        submit(Paths.LOGIN, "name", name, "password", password);
    }

    /** Returns the markup of the first form of the last page that posts to a path and contains a text. */
    String form(String path, String containing) {
        return forms(path).stream()
                .filter(form -> form.contains(containing))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no such form in " + last.body()));
    }

    List<String> forms(String path) {
        Matcher forms = Pattern.compile("(?s)<form [^>]*action=\"" + path + "\".*?</form>")
                .matcher(last.body());
        return forms.results().map(found -> found.group()).toList();
    }

    static Map<String, String> hidden(String form) {
        Map<String, String> fields = new LinkedHashMap<>();
        HIDDEN.matcher(form).results().forEach(input -> fields.put(input.group(1), unescaped(input.group(2))));
        return fields;
    }

    private static String unescaped(String text) {
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    static String encoded(Map<String, String> fields) {
        List<String> pairs = new ArrayList<>();
        fields.forEach((name, value) -> pairs.add(URLEncoder.encode(name, StandardCharsets.UTF_8) + "="
                + URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return String.join("&", pairs);
    }
}
