/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that keep theirs while they are stopped and started again. None of them is in the range that systems
 * take ports of clients from, so nobody else gets one meanwhile; nor does anybody else in this process.
 */
public final class FreePort {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;
    private static final AtomicInteger next =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % COUNT));

    private FreePort() {}

    /** Returns a port of the loopback address that nobody listens at. */
    public static int any() {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = FIRST + Math.floorMod(next.getAndIncrement(), COUNT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                // Another may be free.
            }
        }
        throw new AssertionError("each of " + COUNT + " ports from " + FIRST + " on is taken");
    }
}
