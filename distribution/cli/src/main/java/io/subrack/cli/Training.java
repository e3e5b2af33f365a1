/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/**
 * Lists the bundles of a server that has none, in this process, in each format. An archive of the classes that are loaded by
 * then shortens every command, whichever came first.
 */
final class Training {
    private static final String ANSWER = """
            HTTP/1.1 200 OK\r
            Content-Type: application/json\r
            Content-Length: 12\r
            Connection: close\r
            \r
            {"items":[]}""";

    private Training() {}

    static void run() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> answer(socket), "training");
            server.setDaemon(true);
            server.start();
            PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
            Terminal terminal = new Terminal(
                    InputStream.nullInputStream(),
                    nowhere,
                    nowhere,
                    false,
                    Map.of("SUBRACK_URL", "http://127.0.0.1:" + socket.getLocalPort(), "SUBRACK_TOKEN", "none"));
            for (Printer.Format format : Printer.Format.values()) {
                Main.run(terminal, Clock.systemUTC(), "bundle", "ls", "-o", format.name());
            }
        } catch (IOException e) {
            // Then the archive has fewer classes; nobody waits for it.
        }
    }

    private static void answer(ServerSocket socket) {
        while (!socket.isClosed()) {
            try (Socket caller = socket.accept();
                    BufferedReader request = new BufferedReader(
                            new InputStreamReader(caller.getInputStream(), StandardCharsets.US_ASCII))) {
                String line = request.readLine();
                while (line != null && !line.isEmpty()) {
                    line = request.readLine();
                }
                caller.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return; // it is over
            }
        }
    }
}
