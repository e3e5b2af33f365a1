/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes. What comes from the server is somebody else's text: control characters in it are
 * shown, never sent to the terminal.
 *
 * @param interactive whether a person sits there
 */
record Terminal(
        InputStream in, PrintStream out, PrintStream err, boolean interactive, Map<String, String> environment) {
    /** Returns the terminal of this process. */
    static Terminal ofProcess() {
        var environment = System.getenv();
        // The script knows better than any Java before 22 whether a person sits there.
        boolean person = "yes".equals(environment.get("SUBRACK_TERMINAL")) && !"dumb".equals(environment.get("TERM"));
        return new Terminal(
                System.in,
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                person,
                environment);
    }

    @Nullable
    String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    void say(String line) {
        out.println(safe(line));
    }

    /** Says something that is no result: it stays out of pipes. */
    void tell(String line) {
        err.println(safe(line));
    }

    /** Asks a person; anything but y or yes is a no. */
    boolean confirm(String question) {
        err.print(safe(question) + " [y/N] ");
        err.flush();
        try {
            String answer = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
            return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** Replaces the last line that was told by another one, if a person sits there; a bar that moves. */
    void retell(String line) {
        if (interactive) {
            err.print("\r\u001b[2K" + safe(line));
            err.flush();
        } else {
            tell(line);
        }
    }

    /** Ends a line that {@link #retell} has left open. */
    void endRetell() {
        if (interactive) {
            err.println();
        }
    }

    /** Makes control and direction characters visible, so that no text can move the cursor or hide what it says. */
    static String safe(String text) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean dangerous = (Character.isISOControl(c) && c != '\n' && c != '\t')
                    || (c >= '\u202a' && c <= '\u202e')
                    || (c >= '\u2066' && c <= '\u2069')
                    || c == '\u200e'
                    || c == '\u200f';
            if (dangerous && safe == null) {
                safe = new StringBuilder(text.substring(0, i));
            }
            if (safe != null) {
                safe.append(dangerous ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return safe == null ? text : safe.toString();
    }
}
