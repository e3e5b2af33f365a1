/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.BundleChange;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.Version;

/** Words that several failures share. */
final class Sentences {
    private static final int FRAMES = 6;

    private Sentences() {}

    /** Returns {@code com.acme.greeter 1.0.0}. */
    static String name(Bundle bundle) {
        return bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    /** Returns the last cause, which is where a failure began. */
    static Throwable rootCause(Throwable failure) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Throwable root = failure;
        while (seen.add(root) && root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Returns the class and message of a throwable, and where it was thrown. */
    static String describe(Throwable thrown) {
        String message = thrown.getMessage();
        StackTraceElement[] frames = thrown.getStackTrace();
        return thrown.getClass().getName()
                + (message == null || message.isBlank() ? "" : ": " + message)
                + (frames.length == 0 ? "" : " (at " + frames[0] + ")");
    }

    /** Returns the top of a stack on one line, innermost first. */
    static String where(StackTraceElement[] frames) {
        if (frames.length == 0) {
            return "nowhere any more";
        }
        return Arrays.stream(frames)
                .limit(FRAMES)
                .map(StackTraceElement::toString)
                .collect(Collectors.joining(", called by "));
    }

    /** Returns {@code 3 s} or {@code 250 ms}. */
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        return millis >= 1_000 && millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
    }

    /** Returns {@code ADD com.acme.orders 1.0.0, REPLACE com.acme.stock 1.0.0 by 1.1.0}. */
    static String changes(List<BundleChange> changes) {
        return changes.stream().map(Sentences::change).collect(Collectors.joining(", "));
    }

    private static String change(BundleChange change) {
        String versions = Stream.concat(change.from().stream(), change.to().stream())
                .distinct()
                .map(Version::toString)
                .collect(Collectors.joining(" by "));
        return change.action() + " " + change.symbolicName() + " " + versions;
    }

    static String join(List<String> sentences) {
        return sentences.stream()
                .map(sentence -> sentence.matches(".*[.!?]") ? sentence : sentence + ".")
                .collect(Collectors.joining(" "));
    }
}
