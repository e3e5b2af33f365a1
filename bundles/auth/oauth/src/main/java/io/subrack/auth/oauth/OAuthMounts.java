/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.oauth;

import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.Mount;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Mounts the endpoints at the front door. They look after credentials themselves. */
@Component(
        service = {},
        immediate = true)
public final class OAuthMounts {
    private static final List<String> PREFIXES = List.of(Paths.OPENID_CONFIGURATION, Paths.SERVER_METADATA, Paths.BASE);

    private final FrontDoor.Publication publication;
    private final OAuthUpkeep upkeep;

    @Activate
    public OAuthMounts(BundleContext context, @Reference FrontDoor frontDoor, @Reference Wiring wiring) {
        OAuthServer server = new OAuthServer(wiring.services(), wiring.box(), wiring.seal());
        ServletBridge bridge = new ServletBridge(server);
        publication = frontDoor.publish(context.getBundle(), "oauth");
        publication.set(PREFIXES.stream()
                .map(prefix -> new Mount(prefix, Access.OPEN, bridge, FormParameters.MAX_BYTES))
                .toList());
        upkeep = new OAuthUpkeep(wiring.services());
        upkeep.begin(server::sweep);
    }

    @Deactivate
    public void close() {
        upkeep.close();
        publication.close();
    }
}
