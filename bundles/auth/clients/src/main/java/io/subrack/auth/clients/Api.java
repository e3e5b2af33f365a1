/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.clients;

import java.net.URI;

/** Where things are, and who may. */
final class Api {
    static final String BASE = "/api/platform/v1";
    static final String CLIENTS = "platform.clients";
    static final String KEYS = "platform.keys";
    static final String USERS = "platform.users";
    static final String READ = "platform.read";

    private Api() {}

    static URI uri(String path) {
        return URI.create(BASE + path);
    }
}
