/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import java.net.URI;

/** Where things are. */
final class Api {
    static final String BASE = "/api/platform/v1";

    static final String JAR = "application/java-archive";

    /** Scope for looking. */
    static final String READ = "platform.read";

    /** Scope for changing what is live. */
    static final String DEPLOY = "platform.deploy";

    /** Tells REST hosting that a resource looks after the size of its bodies itself: uploads have a limit of their own. */
    static final String LARGE_BODIES = "io.subrack.web.body.max:Long=9223372036854775807";

    private Api() {}

    static URI artifact(String digest) {
        return uri("/artifacts/" + digest);
    }

    static URI bundle(String symbolicName) {
        return uri("/bundles/" + symbolicName);
    }

    static URI deployment(String id) {
        return uri("/deployments/" + id);
    }

    static URI plan(String id) {
        return uri("/plans/" + id);
    }

    private static URI uri(String path) {
        return URI.create(BASE + path);
    }
}
