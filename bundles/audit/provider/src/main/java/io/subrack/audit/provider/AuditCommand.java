/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import io.subrack.audit.api.AuditAnchor;
import io.subrack.audit.api.AuditVerification;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The program behind {@code subrack audit verify [<sequence>:<hash> ...]}: verifies the log in the data directory, whether
 * or not the platform runs. Writes nothing there.
 */
public final class AuditCommand {
    static final int INTACT = 0;
    static final int UNREADABLE = 1;
    static final int WRONG_USAGE = 2;
    static final int BROKEN = 8;

    private final PrintStream out;
    private final PrintStream err;

    AuditCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        var data = Optional.ofNullable(System.getenv("SUBRACK_DATA")).orElse("data");
        System.exit(new AuditCommand(System.out, System.err).run(Path.of(data), List.of(arguments)));
    }

    /** Returns the exit code. */
    int run(Path data, List<String> arguments) {
        if (arguments.isEmpty() || !arguments.get(0).equals("verify")) {
            err.println("usage: subrack audit verify [<sequence>:<hash> ...]");
            return WRONG_USAGE;
        }
        var directory = data.resolve(FileAuditLog.DIRECTORY);
        if (!Files.isDirectory(directory)) {
            err.println("subrack: there is no audit log in " + directory);
            return WRONG_USAGE;
        }
        try {
            var anchors = arguments.stream().skip(1).map(AuditAnchor::parse).toList();
            return tell(ChainVerification.verify(new LogFiles(directory), Optional.empty(), anchors));
        } catch (IllegalArgumentException e) {
            err.println("subrack: " + e.getMessage());
            return WRONG_USAGE;
        } catch (IOException e) {
            err.println("subrack: the audit log in " + directory + " cannot be read: " + e);
            return UNREADABLE;
        }
    }

    private int tell(AuditVerification result) {
        var oldest = result.oldest();
        var newest = result.newest();
        out.println("records:  " + result.records() + " in " + result.segments() + " segments");
        if (oldest != null && newest != null) {
            out.println("oldest:   " + oldest);
            out.println("newest:   " + newest);
        }
        result.notes().forEach(note -> out.println("note:     " + note));
        for (var fault : result.faults()) {
            var place = fault.file().isEmpty() ? "" : fault.file() + " line " + fault.line() + ", ";
            var record = fault.sequence() == 0 ? "" : "record " + fault.sequence() + ": ";
            out.println("BROKEN:   " + place + record + fault.sentence() + " [" + fault.kind() + "]");
        }
        if (result.intact()) {
            out.println("The audit log is intact.");
            return INTACT;
        }
        out.println("The audit log is broken in " + result.faultCount() + " places"
                + (result.faultCount() > result.faults().size() ? ", of which the first are shown." : "."));
        return BROKEN;
    }
}
