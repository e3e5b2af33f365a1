/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.BundleChange.Action;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.StartState;
import io.subrack.kernel.spi.Transition;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/**
 * What a running deployment does to one bundle, with the instances it does it to.
 *
 * @param action what happens
 * @param old the installed instance; null if there is none
 * @param oldRuns whether {@code old} was running when the deployment began
 * @param fresh what will be live; null if the bundle is removed or stopped
 * @param installed whether {@code fresh} was installed for this deployment, and not started in place
 * @param exclusive whether {@code old} must stop before {@code fresh} starts
 * @param after the bundle's entry in the next set, with the contributions it is expected to have; if it is removed, its
 *     last entry
 */
record Shift(
        Action action,
        @Nullable Bundle old,
        boolean oldRuns,
        @Nullable Bundle fresh,
        boolean installed,
        boolean exclusive,
        SetEntry after) {

    String symbolicName() {
        return after.symbolicName();
    }

    /** Says whether the bundle changes, and not only what it is granted. */
    boolean touchesInstance() {
        return action != Action.GRANT;
    }

    boolean removed() {
        return action == Action.REMOVE;
    }

    /** Returns the new instance if it is meant to run, else null. */
    @Nullable
    Bundle starting() {
        return after.state() == StartState.STARTED ? fresh : null;
    }

    /** Returns the old instance if it serves now and will not, else null. */
    @Nullable
    Bundle retiring() {
        return oldRuns && leaves() ? old : null;
    }

    /** Says whether the old instance, running or not, is to be uninstalled in the end. */
    boolean uninstallsOld() {
        return old != null && (removed() || installed);
    }

    private boolean leaves() {
        return uninstallsOld() || action == Action.STOP;
    }

    /** Says whether something that served is replaced by something new, which is then watched. */
    boolean replaces() {
        return retiring() != null && starting() != null;
    }

    Transition.Move move() {
        return new Transition.Move(
                symbolicName(), retiring(), starting(), !removed(), after.contributions(), exclusive);
    }
}
