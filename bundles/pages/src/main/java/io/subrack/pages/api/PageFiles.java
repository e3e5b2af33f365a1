/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages.api;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which files of a bundle's folder reach browsers, and how large they may be. */
public final class PageFiles {
    public static final int MAX_FILES = 500;
    public static final int MAX_FILE_BYTES = 2 << 20;
    public static final int MAX_ALL_BYTES = 8 << 20;

    private static final int MAX_NAME_CHARS = 200;

    /** No dot at the start of a name, so neither {@code ..} nor what is hidden; nothing that would need an escape. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*");

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("woff2", "font/woff2"));

    private PageFiles() {}

    /** Says whether a path can be that of a file: names of letters, digits and {@code . _ -}, none with a dot first. */
    public static boolean isPath(String path) {
        return path.length() <= MAX_NAME_CHARS && NAME.matcher(path).matches();
    }

    /** Returns the media type of a file that browsers get, or empty if they do not get it. */
    public static Optional<String> type(String path) {
        return isPath(path)
                ? Optional.ofNullable(TYPES.get(path.substring(path.lastIndexOf('.') + 1)))
                : Optional.empty();
    }
}
