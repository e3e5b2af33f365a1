/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.observe.provider;

import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.Mount;
import io.subrack.web.spi.MountHandler;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;

/** Keeps what is mounted; calls handlers without any HTTP. */
final class FakeFrontDoor implements FrontDoor {
    final Map<String, Mount> mounts = new TreeMap<>();
    final List<RouteStatus> routes = new ArrayList<>();

    @Override
    public Publication publish(Bundle owner, String publisher) {
        return new Publication() {
            private List<Mount> mine = List.of();

            @Override
            public void set(List<Mount> mounted) {
                mine.forEach(mount -> mounts.remove(mount.prefix()));
                mine = mounted;
                mine.forEach(mount -> mounts.put(mount.prefix(), mount));
            }

            @Override
            public void close() {
                set(List.of());
            }
        };
    }

    @Override
    public List<RouteStatus> routes() {
        return List.copyOf(routes);
    }

    @Override
    public URI localUrl() {
        throw new UnsupportedOperationException();
    }

    MountHandler handler(String prefix) {
        return mounts.get(prefix).handler();
    }
}
