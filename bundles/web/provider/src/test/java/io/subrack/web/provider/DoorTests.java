/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.spi.Access;
import io.subrack.web.spi.Mount;
import io.subrack.web.spi.MountHandler;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests that each open a door of their own, with settings of their own. */
abstract class DoorTests {
    @TempDir
    Path data;

    Door door;

    Door open(Object... settings) {
        door = new Door(data, settings);
        return door;
    }

    @AfterEach
    void close() {
        door.close();
    }

    CompletableFuture<HttpResponse<String>> send(String path) {
        return door.client.sendAsync(door.request(path).build(), HttpResponse.BodyHandlers.ofString());
    }

    static Mount mount(String prefix, MountHandler handler) {
        return new Mount(prefix, Access.OPEN, handler);
    }
}
