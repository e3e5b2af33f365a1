/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import java.util.List;

/** Says in a few words what a browser says of itself, for people who look at their sessions; it proves nothing. */
final class Browsers {
    private static final int MAX_CHARS = 60;

    /** What to look for and how to call it; the first that is found counts, since each claims to be the others too. */
    private static final List<String> PROGRAMS = List.of(
            "Edg/",
            "Edge",
            "OPR/",
            "Opera",
            "Firefox/",
            "Firefox",
            "Chrome/",
            "Chrome",
            "Safari/",
            "Safari",
            "curl/",
            "curl");

    private static final List<String> SYSTEMS = List.of(
            "Android",
            "Android",
            "iPhone",
            "iPhone",
            "iPad",
            "iPad",
            "Windows",
            "Windows",
            "Mac OS X",
            "macOS",
            "CrOS",
            "ChromeOS",
            "Linux",
            "Linux");

    private Browsers() {}

    static String describe(String userAgent) {
        String program = first(userAgent, PROGRAMS);
        if (program.isEmpty()) {
            return userAgent.length() > MAX_CHARS ? userAgent.substring(0, MAX_CHARS) + "…" : userAgent;
        }
        String system = first(userAgent, SYSTEMS);
        return system.isEmpty() ? program : program + " · " + system;
    }

    private static String first(String text, List<String> marksAndNames) {
        for (int i = 0; i < marksAndNames.size(); i += 2) {
            if (text.contains(marksAndNames.get(i))) {
                return marksAndNames.get(i + 1);
            }
        }
        return "";
    }
}
