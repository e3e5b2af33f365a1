/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port for a platform that keeps it over restarts: it is part of the issuer's name. */
final class FreePort {
    private FreePort() {}

    static String any() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
