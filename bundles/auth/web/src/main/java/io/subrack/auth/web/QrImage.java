/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.nayuki.qrcodegen.QrCode;

/** A QR code as an SVG element: dark on light in both themes, since many readers want it so. */
final class QrImage {
    private static final int QUIET_ZONE = 4;

    private QrImage() {}

    static Html of(String text, String label) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        String side = Integer.toString(code.size + 2 * QUIET_ZONE);
        return Html.element("svg")
                .css("sr-qr")
                .attr("role", "img")
                .attr("aria-label", label)
                .attr("viewBox", "0 0 " + side + " " + side)
                .attr("shape-rendering", "crispEdges")
                .with(
                        Html.element("rect")
                                .attr("width", side)
                                .attr("height", side)
                                .attr("fill", "#fff"),
                        Html.element("path").attr("stroke", "#000").attr("d", lines(code)));
    }

    /** Draws the dark modules of each row as lines of the height of a module. */
    private static String lines(QrCode code) {
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            int at = -1;
            for (int x = 0; x < code.size; x++) {
                int length = darkFrom(code, x, y);
                if (length > 0) {
                    move(path, at, x, y);
                    path.append('h').append(length);
                    x += length;
                    at = x;
                }
            }
        }
        return path.toString();
    }

    private static void move(StringBuilder path, int at, int x, int y) {
        if (at < 0) {
            path.append('M')
                    .append(x + QUIET_ZONE)
                    .append(' ')
                    .append(y + QUIET_ZONE)
                    .append(".5");
        } else {
            path.append('m').append(x - at).append(" 0");
        }
    }

    private static int darkFrom(QrCode code, int x, int y) {
        int end = x;
        while (end < code.size && code.getModule(end, y)) {
            end++;
        }
        return end - x;
    }
}
