/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import org.jspecify.annotations.Nullable;

/** Where the objects of one resource or extension come from: a service, or a class. Thread-safe. */
interface InstanceSource {
    Class<?> type();

    /** Says whether each request gets an instance of its own. */
    boolean perRequest();

    /**
     * Returns an instance to use until {@link #release}, or null if there is none any more.
     *
     * @throws RuntimeException if making one failed
     */
    @Nullable
    Object acquire();

    void release(Object instance);

    /** The same object always, as for a singleton service. */
    record Constant(Object instance) implements InstanceSource {
        @Override
        public Class<?> type() {
            return instance.getClass();
        }

        @Override
        public boolean perRequest() {
            return false;
        }

        @Override
        public Object acquire() {
            return instance;
        }

        @Override
        public void release(Object released) {}
    }
}
