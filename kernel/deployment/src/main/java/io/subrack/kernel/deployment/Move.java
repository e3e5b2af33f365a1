/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.BundleChange.Action;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.StartState;
import org.jspecify.annotations.Nullable;

/**
 * What a plan does to one bundle: its entry before and after.
 *
 * @param action what happens to it
 * @param before its entry in the current set; null if it is added
 * @param after its entry in the next set, with no contributions known yet, and with the grants that the request itself
 *     gives it; null if it is removed
 * @param why the reason where the request does not name the bundle; else empty
 */
record Move(
        Action action, @Nullable SetEntry before, @Nullable SetEntry after, String why) {
    /** Returns what the request asks of a bundle, or null if that is how it is already. */
    static @Nullable Move asked(@Nullable SetEntry before, @Nullable SetEntry after) {
        if (before == null) {
            return after == null ? null : new Move(Action.ADD, null, after, "");
        }
        if (after == null) {
            return new Move(Action.REMOVE, before, null, "");
        }
        if (!after.artifact().equals(before.artifact())) {
            return new Move(Action.REPLACE, before, after, "");
        }
        if (after.state() != before.state()) {
            Action action = after.state() == StartState.STARTED ? Action.START : Action.STOP;
            return new Move(action, before, after, "");
        }
        return after.grants().equals(before.grants()) ? null : new Move(Action.GRANT, before, after, "");
    }

    /** Says whether the bundle changes, and not only what it is granted. */
    boolean touchesInstance() {
        return action != Action.GRANT;
    }

    static Move rewired(SetEntry entry, String why) {
        return new Move(Action.REWIRE, entry, entry, why);
    }

    String symbolicName() {
        SetEntry entry = after != null ? after : before;
        if (entry == null) {
            throw new IllegalStateException("a move has a before or an after");
        }
        return entry.symbolicName();
    }

    /** Says whether the bundle is meant to run afterwards. */
    boolean runsAfter() {
        return after != null && after.state() == StartState.STARTED;
    }

    boolean ranBefore() {
        return before != null && before.state() == StartState.STARTED;
    }

    /** Says whether the instance that is installed now gives way to another, or to none. */
    boolean retires() {
        return action == Action.REPLACE || action == Action.REMOVE || action == Action.STOP || action == Action.REWIRE;
    }
}
