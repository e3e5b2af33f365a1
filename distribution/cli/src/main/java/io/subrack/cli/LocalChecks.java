/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What can be seen on the platform's own machine, whether it runs or not. */
final class LocalChecks {
    private static final long LITTLE_BYTES = 512L << 20;
    private static final long NONE_BYTES = 32L << 20;
    private static final int TAIL_BYTES = 256 << 10;

    private final DoctorCommand.Findings findings;
    private final Path data;

    LocalChecks(DoctorCommand.Findings findings, Path data) {
        this.findings = findings;
        this.data = data;
    }

    void run() {
        if (!Files.isDirectory(data)) {
            findings.mind(
                    "data directory",
                    data + " does not exist",
                    "'subrack start' makes it; or set SUBRACK_DATA to another");
            return;
        }
        if (!Files.isReadable(data) || !Files.isWritable(data)) {
            findings.bad(
                    "data directory",
                    data + " cannot be read and written by this user",
                    "run this as the user that the platform runs as");
            return;
        }
        findings.fine("data directory", data.toString());
        space();
        process();
        log();
    }

    private void space() {
        try {
            long free = Files.getFileStore(data).getUsableSpace();
            String text = (free >> 20) + " MiB are free";
            if (free < NONE_BYTES) {
                findings.bad("disk", text, "free some space: nothing can be stored, and changes are refused");
            } else if (free < LITTLE_BYTES) {
                findings.mind("disk", text, "free some space, or give the data directory a larger disk");
            } else {
                findings.fine("disk", text);
            }
        } catch (IOException e) {
            findings.mind("disk", "the free space cannot be read: " + e.getMessage(), "look at the file system");
        }
    }

    private void process() {
        Path pidFile = data.resolve("run").resolve("subrack.pid");
        if (!Files.exists(pidFile)) {
            findings.bad("process", "it does not run", "'subrack start' starts it");
            return;
        }
        try {
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            if (ProcessHandle.of(pid).isEmpty()) {
                findings.bad(
                        "process",
                        "process " + pid + " is gone without a good-bye: it was killed, or the machine went down",
                        "'subrack start' starts it; the last deployment set comes back by itself");
                return;
            }
            Path state = data.resolve("run").resolve("state");
            String now = Files.exists(state) ? Files.readString(state).strip() : "starting";
            if (now.startsWith("degraded")) {
                findings.bad(
                        "process",
                        "process " + pid + ": " + now,
                        "'subrack bundle ls --health FAILED' lists what failed");
            } else {
                findings.fine("process", "process " + pid + " is " + now);
            }
        } catch (IOException | NumberFormatException e) {
            findings.bad(
                    "process",
                    pidFile + " cannot be read: " + e.getMessage(),
                    "stop the platform, and delete the file");
        }
    }

    private void log() {
        Path log = data.resolve("logs").resolve("subrack.log");
        if (!Files.isReadable(log)) {
            return;
        }
        List<String> errors = errors(log);
        if (errors.isEmpty()) {
            findings.fine("log", "no error in the last lines of " + log);
        } else {
            findings.mind(
                    "log",
                    errors.size() + " errors in the last lines, the newest: " + errors.get(errors.size() - 1),
                    "read " + log + ", or 'subrack log show --level ERROR'");
        }
    }

    private static List<String> errors(Path log) {
        try (var channel = Files.newByteChannel(log)) {
            channel.position(Math.max(0, channel.size() - TAIL_BYTES));
            var bytes = java.nio.ByteBuffer.allocate(TAIL_BYTES);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until the end
            }
            String text = new String(bytes.array(), 0, bytes.position(), java.nio.charset.StandardCharsets.UTF_8);
            return text.lines().filter(line -> line.contains(" ERROR ")).toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
