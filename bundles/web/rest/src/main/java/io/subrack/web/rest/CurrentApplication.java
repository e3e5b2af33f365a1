/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds the application whose request a thread is at. Static, because objects that ask are shared by applications. */
final class CurrentApplication {
    private static final ThreadLocal<@Nullable JerseyApplication> ENTERED = new ThreadLocal<>();
    private static final Set<JerseyApplication> OPEN = ConcurrentHashMap.newKeySet();

    private CurrentApplication() {}

    static void opened(JerseyApplication application) {
        OPEN.add(application);
    }

    static void closed(JerseyApplication application) {
        OPEN.remove(application);
    }

    /** Returns what to {@link #leave} to. */
    static @Nullable JerseyApplication enter(JerseyApplication application) {
        JerseyApplication before = ENTERED.get();
        ENTERED.set(application);
        return before;
    }

    static void leave(@Nullable JerseyApplication before) {
        if (before == null) {
            ENTERED.remove();
        } else {
            ENTERED.set(before);
        }
    }

    static @Nullable JerseyApplication find() {
        JerseyApplication entered = ENTERED.get();
        if (entered != null && entered.isAtARequest()) {
            return entered;
        }
        for (JerseyApplication application : OPEN) { // an asynchronous answer goes on in any thread
            if (application.isAtARequest()) {
                return application;
            }
        }
        return null;
    }
}
