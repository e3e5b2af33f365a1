/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks for threads that keep a class loader from going. What it finds is likely, not certain. */
final class LeakHolders {
    private static final int MOST = 5;

    private LeakHolders() {}

    /**
     * Returns the likely holders, at most a handful.
     *
     * @param packages where the bundle's own classes are
     * @param start the threads that began while the bundle started
     * @param lastThreadId no younger thread can be the retired instance's own
     */
    static List<String> of(ClassLoader loader, Set<String> packages, LeakWatch.ThreadWindow start, long lastThreadId) {
        List<String> holders = new ArrayList<>();
        for (Map.Entry<Thread, StackTraceElement[]> each :
                Thread.getAllStackTraces().entrySet()) {
            if (holders.size() < MOST) {
                reason(each.getKey(), each.getValue(), loader, packages, start, lastThreadId)
                        .ifPresent(
                                reason -> holders.add("thread '" + each.getKey().getName() + "' (" + reason + ")"));
            }
        }
        return holders;
    }

    private static Optional<String> reason(
            Thread thread,
            StackTraceElement[] stack,
            ClassLoader loader,
            Set<String> packages,
            LeakWatch.ThreadWindow start,
            long lastThreadId) {
        if (thread.getId() < lastThreadId) {
            for (StackTraceElement frame : stack) {
                if (packages.contains(packageOf(frame.getClassName()))) {
                    return Optional.of("it runs " + frame);
                }
            }
        }
        if (thread.getContextClassLoader() == loader) {
            return Optional.of("its context class loader is the bundle's");
        }
        if (thread.getClass().getClassLoader() == loader) {
            return Optional.of("it is a " + thread.getClass().getName());
        }
        Optional<String> local = threadLocal(thread, loader);
        if (local.isPresent()) {
            return local;
        }
        return start.contains(thread.getId()) && !ownedByPlatform(thread)
                ? Optional.of("it was started while the bundle started")
                : Optional.empty();
    }

    private static boolean ownedByPlatform(Thread thread) {
        return thread.getName().startsWith("subrack-");
    }

    private static String packageOf(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "" : className.substring(0, dot);
    }

    /** Works only where the JVM was started with {@code --add-opens java.base/java.lang=ALL-UNNAMED}. */
    private static Optional<String> threadLocal(Thread thread, ClassLoader loader) {
        try {
            Object map = read(Thread.class, "threadLocals", thread);
            Object table = map == null ? null : read(map.getClass(), "table", map);
            for (int i = 0; table != null && i < Array.getLength(table); i++) {
                Object entry = Array.get(table, i);
                Object value = entry == null ? null : read(entry.getClass(), "value", entry);
                if (value != null && loadedBy(value, loader)) {
                    return Optional.of(
                            "a thread-local of it holds a " + value.getClass().getName());
                }
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static boolean loadedBy(Object value, ClassLoader loader) {
        return value.getClass().getClassLoader() == loader
                || (value instanceof Object[] several
                        && Arrays.stream(several)
                                .anyMatch(one -> one != null && one.getClass().getClassLoader() == loader));
    }

    private static @Nullable Object read(Class<?> type, String name, Object from) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(from);
    }
}
