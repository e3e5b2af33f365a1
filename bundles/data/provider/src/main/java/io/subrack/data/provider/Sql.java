/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.provider;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be told of a statement: nothing that could be a value.
 *
 * @param text the statement with a question mark for each literal, without its comments
 * @param operation its first word
 * @param summary that and the table, as {@code SELECT items}
 */
record Sql(String text, String operation, String summary) {
    private static final int MOST_CHARS = 2_000;
    private static final int REMEMBERED = 1_000;
    private static final Pattern LIST = Pattern.compile("\\(\\?(?:, ?\\?)+\\)");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]{1,20}");
    private static final Pattern TABLE = Pattern.compile(
            "(?i)\\b(?:from|into|update|table(?: if (?:not )?exists)?|call|view)\\s+([\\w.\"$]{1,128})");
    private static final Map<String, Sql> KNOWN = new ConcurrentHashMap<>();

    /** Reads a statement. Few texts come again and again, so that most are known. */
    static Sql of(String statement) {
        Sql known = KNOWN.get(statement);
        if (known == null) {
            known = read(statement);
            if (KNOWN.size() < REMEMBERED && statement.length() < MOST_CHARS) {
                KNOWN.put(statement, known);
            }
        }
        return known;
    }

    private static Sql read(String statement) {
        String text = LIST.matcher(new Scan(statement).withoutValues()).replaceAll("(?)");
        Matcher word = WORD.matcher(text);
        String operation = word.find() ? word.group().toUpperCase(Locale.ROOT) : "SQL";
        Matcher table = TABLE.matcher(text);
        String summary = table.find() ? operation + " " + table.group(1).replace("\"", "") : operation;
        return new Sql(text, operation, summary);
    }

    /** Goes once through a statement. What is not closed ends with the text. */
    private static final class Scan {
        private final String sql;
        private final StringBuilder kept = new StringBuilder();
        private int at;

        Scan(String sql) {
            this.sql = sql;
        }

        String withoutValues() {
            while (at < sql.length() && kept.length() < MOST_CHARS) {
                step();
            }
            return kept.toString().strip();
        }

        private void step() {
            char c = sql.charAt(at);
            if (c == '\'') {
                text();
            } else if (c == '"') {
                name();
            } else if (sql.startsWith("--", at)) {
                at = after("\n", at);
                space();
            } else if (sql.startsWith("/*", at)) {
                at = after("*/", at + 2);
                space();
            } else if (c == '$' && !inWord() && dollarQuote()) {
                kept.append('?');
            } else if (Character.isDigit(c) && !inWord()) {
                number();
            } else if (Character.isWhitespace(c)) {
                space();
                at++;
            } else {
                kept.append(c);
                at++;
            }
        }

        /** A quoted name. One that does not end is none: whoever put the statement together may have a value there. */
        private void name() {
            int end = after('"', at + 1, false);
            if (end < 0) {
                kept.append('?');
                at = sql.length();
            } else {
                kept.append(sql, at, Math.min(end, at + MOST_CHARS));
                at = end;
            }
        }

        /** A text, with the letter before it that says how it is written. */
        private void text() {
            int last = kept.length() - 1;
            boolean marked = last >= 0
                    && "eEnNxXbB".indexOf(kept.charAt(last)) >= 0
                    && (last == 0 || !isWord(kept.charAt(last - 1)));
            boolean escapes = marked && (kept.charAt(last) == 'e' || kept.charAt(last) == 'E');
            if (marked) {
                kept.setLength(last);
            }
            int end = after('\'', at + 1, escapes);
            at = end < 0 ? sql.length() : end;
            kept.append('?');
        }

        private void number() {
            while (at < sql.length() && (isWord(sql.charAt(at)) || sql.charAt(at) == '.')) {
                boolean exponent = sql.charAt(at) == 'e' || sql.charAt(at) == 'E';
                at++;
                if (exponent && at < sql.length() && (sql.charAt(at) == '-' || sql.charAt(at) == '+')) {
                    at++;
                }
            }
            kept.append('?');
        }

        private boolean dollarQuote() {
            int end = at + 1;
            while (end < sql.length() && isWord(sql.charAt(end)) && sql.charAt(end) != '$') {
                end++;
            }
            if (end >= sql.length() || sql.charAt(end) != '$') {
                return false;
            }
            String tag = sql.substring(at, end + 1);
            at = after(tag, end + 1);
            return true;
        }

        private void space() {
            if (kept.length() > 0 && kept.charAt(kept.length() - 1) != ' ') {
                kept.append(' ');
            }
        }

        private boolean inWord() {
            return at > 0 && isWord(sql.charAt(at - 1));
        }

        private static boolean isWord(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == '$';
        }

        private int after(String end, int from) {
            int found = sql.indexOf(end, from);
            return found < 0 ? sql.length() : found + end.length();
        }

        /** Two quotes within a text are one; a backslash may take one, too. Below 0 if it does not end. */
        private int after(char quote, int from, boolean escapes) {
            int i = from;
            while (i < sql.length()) {
                char c = sql.charAt(i);
                if (escapes && c == '\\') {
                    i++;
                } else if (c == quote) {
                    if (i + 1 >= sql.length() || sql.charAt(i + 1) != quote) {
                        return i + 1;
                    }
                    i++;
                }
                i++;
            }
            return -1;
        }
    }
}
