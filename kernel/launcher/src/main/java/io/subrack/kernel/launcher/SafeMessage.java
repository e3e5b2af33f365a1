/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/**
 * A message that cannot pass for another line of the log, nor move the cursor of who reads it: lines after the first are
 * indented, and control characters are shown as such.
 */
final class SafeMessage extends MessageConverter {
    @Override
    public String convert(ILoggingEvent event) {
        String message = String.valueOf(super.convert(event));
        for (int i = 0; i < message.length(); i++) {
            if (dangerous(message.charAt(i))) {
                return shown(message, i);
            }
        }
        return message;
    }

    private static boolean dangerous(char c) {
        return Character.isISOControl(c) && c != '\t';
    }

    private static String shown(String message, int from) {
        StringBuilder safe = new StringBuilder(message.length() + 32).append(message, 0, from);
        for (int i = from; i < message.length(); i++) {
            char c = message.charAt(i);
            if (c == '\n') {
                safe.append("\n    ");
            } else if (c == '\r') {
                safe.append(i + 1 < message.length() && message.charAt(i + 1) == '\n' ? "" : "\n    ");
            } else if (dangerous(c)) {
                safe.append(String.format("\\u%04x", (int) c));
            } else {
                safe.append(c);
            }
        }
        return safe.toString();
    }
}
