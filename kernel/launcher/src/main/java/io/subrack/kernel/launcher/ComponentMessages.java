/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.lang.reflect.InvocationTargetException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceException;

/**
 * What the component runtime says of components that cannot be made, which it does again whenever somebody asks for their
 * service: once, and with its cause in the sentence. Thread-safe.
 */
final class ComponentMessages {
    private static final Duration SILENCE = Duration.ofMinutes(10);
    private static final int MOST = 1_000;

    /** How it begins what it says of a component: {@code bundle name:version (id)[component(id)] : }. */
    private static final Pattern OF_A_COMPONENT = Pattern.compile("^bundle \\S+ \\(\\d+\\)\\[\\S+\\(\\d+\\)] : ");

    private static final String COMPONENT_SERVICE = "(Component: ";

    private final LongSupplier nanos;
    /** When each was told last. Guarded by itself. */
    private final Map<String, Long> told = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MOST;
        }
    };

    ComponentMessages(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Says whether a message is of a component. */
    static boolean isOne(String message) {
        return message.startsWith("bundle ") && OF_A_COMPONENT.matcher(message).find();
    }

    /** Says whether a problem is only that a component that failed has no service to give. */
    static boolean isConsequence(@Nullable Throwable problem) {
        return problem instanceof ServiceException
                && String.valueOf(problem.getMessage()).contains(COMPONENT_SERVICE);
    }

    /** Returns the message with its cause. */
    static String withCause(String message, @Nullable Throwable problem) {
        Throwable leaf = problem;
        while (leaf != null && leaf.getCause() != null && leaf.getCause() != leaf) {
            leaf = leaf.getCause();
        }
        return leaf == null || leaf instanceof InvocationTargetException ? message : message + ": " + leaf;
    }

    /** Says whether the same has not been told lately, and takes it as told. */
    boolean isNews(String sentence) {
        long now = nanos.getAsLong();
        synchronized (told) {
            Long last = told.get(sentence);
            if (last != null && now - last < SILENCE.toNanos()) {
                return false;
            }
            told.put(sentence, now);
            return true;
        }
    }
}
