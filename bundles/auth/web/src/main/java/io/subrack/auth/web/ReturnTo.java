/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.AuthorizationRequests;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a browser goes after a login: back into a running authorization, or to one of the pages that are listed here.
 * Nobody can put another address into a link.
 *
 * @param fields what the login page's links and form carry on, as name and value by turns
 * @param path where to go
 * @param request the sealed authorization request; empty for none
 */
record ReturnTo(List<String> fields, String path, String request) {
    private static final String REQUEST = "request";
    private static final String NEXT = "next";
    private static final String USER_CODE = "user_code";
    private static final Set<String> PAGES =
            Set.of(Paths.PASSWORD, Paths.SECOND_FACTOR, Paths.SESSIONS, Paths.APPLICATIONS, Paths.TOKENS, Paths.DEVICE);

    private static final int MAX_CONSOLE_CHARS = 1_000;
    private static final Pattern CONSOLE =
            Pattern.compile("/console(/[\\w~!$&'()*+,;=:@%.-]*)*(\\?[\\w~!$&'()*+,;=:@%./?-]*)?");

    ReturnTo {
        fields = List.copyOf(fields);
    }

    static ReturnTo of(Fields fields) {
        String request = fields.text(REQUEST);
        if (!request.isEmpty()) {
            List<String> carried = List.of(REQUEST, request);
            return new ReturnTo(carried, withQuery(AuthorizationRequests.CONTINUE, carried), request);
        }
        return page(fields.text(NEXT), fields.text(USER_CODE));
    }

    /**
     * Leads to a page, or to the overview if it is none of those that somebody is sent back to. All that is below the
     * console is, with its query: the same page answers each such address.
     */
    static ReturnTo page(String next, String userCode) {
        if (next.length() <= MAX_CONSOLE_CHARS
                && !next.contains("..")
                && CONSOLE.matcher(next).matches()) {
            return new ReturnTo(List.of(NEXT, next), next, "");
        }
        if (!PAGES.contains(next)) {
            return new ReturnTo(List.of(), Paths.ACCOUNT, "");
        }
        boolean withCode = next.equals(Paths.DEVICE) && userCode.matches("[A-Za-z0-9-]{1,16}");
        List<String> beyond = withCode ? List.of(USER_CODE, userCode) : List.of();
        List<String> carried = new ArrayList<>(List.of(NEXT, next));
        carried.addAll(beyond);
        return new ReturnTo(carried, withQuery(next, beyond), "");
    }

    boolean isAuthorization() {
        return !request.isEmpty();
    }

    /** Returns the login page that leads there. */
    String login() {
        return withQuery(Paths.LOGIN, fields);
    }

    static String withQuery(String path, List<String> namesAndValues) {
        StringBuilder text = new StringBuilder(path);
        for (int i = 0; i < namesAndValues.size(); i += 2) {
            text.append(i == 0 ? '?' : '&')
                    .append(namesAndValues.get(i))
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues.get(i + 1), StandardCharsets.UTF_8));
        }
        return text.toString();
    }
}
