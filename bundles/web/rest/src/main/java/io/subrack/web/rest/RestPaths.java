/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import java.util.regex.Pattern;

/** The paths of REST hosting. Descriptions of artifacts and the running host must agree, so both ask here. */
final class RestPaths {
    private static final Pattern LITERAL_SEGMENT = Pattern.compile("[A-Za-z0-9._~!$&'()*+,=:@-]+");

    private RestPaths() {}

    /**
     * Returns an application base as {@code /} or {@code /a/b}.
     *
     * @throws IllegalArgumentException if it is not made of literal segments
     */
    static String base(String... parts) {
        var base = new StringBuilder();
        for (String part : parts) {
            for (String segment : part.split("/")) {
                if (segment.isEmpty() || (segment.equals("*") && part.endsWith("/*"))) {
                    continue;
                }
                if (!LITERAL_SEGMENT.matcher(segment).matches()) {
                    throw new IllegalArgumentException(
                            "an application base consists of literal segments like /a/b, not " + segment);
                }
                base.append('/').append(segment);
            }
        }
        return base.isEmpty() ? "/" : base.toString();
    }

    /** Returns where a resource is mounted: the base and the literal segments that its path starts with. */
    static String prefix(String base, String path) {
        int brace = path.indexOf('{');
        String literal = brace < 0 ? path : path.substring(0, path.lastIndexOf('/', brace) + 1);
        var prefix = new StringBuilder(base.equals("/") ? "" : base);
        for (String segment : literal.split("/")) {
            if (segment.isEmpty()) {
                continue;
            }
            if (!LITERAL_SEGMENT.matcher(segment).matches()) {
                break;
            }
            prefix.append('/').append(segment);
        }
        return prefix.isEmpty() ? "/" : prefix.toString();
    }

    /** Joins templates with single slashes and leaves out regular expressions: {@code /files/{path}}. */
    static String template(String... parts) {
        var template = new StringBuilder();
        for (String part : parts) {
            for (String segment : withoutExpressions(part).split("/")) {
                if (!segment.isEmpty()) {
                    template.append('/').append(segment);
                }
            }
        }
        return template.isEmpty() ? "/" : template.toString();
    }

    private static String withoutExpressions(String path) {
        if (path.indexOf(':') < 0) {
            return path;
        }
        var clean = new StringBuilder();
        int depth = 0;
        boolean inExpression = false;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '{') {
                depth++;
            } else if (c == '}') {
                depth--;
                inExpression &= depth > 0;
            } else if (c == ':' && depth == 1) {
                inExpression = true;
            }
            if (!inExpression && !(depth == 1 && Character.isWhitespace(c))) {
                clean.append(c);
            }
        }
        return clean.toString();
    }
}
