/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import io.subrack.kernel.api.Platform;
import java.util.List;
import java.util.Locale;

/** The three questions that an orchestrator asks. The name in lower case is also the tag of the health checks. */
enum HealthGroup {
    /** Does the process work at all? If not, restart it. */
    LIVE {
        @Override
        boolean platformIsUp(Platform.State state) {
            return true;
        }
    },
    /** Should it get requests? */
    READY {
        @Override
        boolean platformIsUp(Platform.State state) {
            return state == Platform.State.READY;
        }
    },
    /** Is the boot over? */
    STARTED {
        @Override
        boolean platformIsUp(Platform.State state) {
            return state != Platform.State.BOOTING;
        }
    };

    abstract boolean platformIsUp(Platform.State state);

    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    String path() {
        return "/health/" + tag();
    }

    static List<String> tags() {
        return List.of(LIVE.tag(), READY.tag(), STARTED.tag());
    }
}
