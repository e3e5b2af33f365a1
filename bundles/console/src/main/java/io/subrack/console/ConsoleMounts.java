/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.console;

import io.subrack.auth.spi.Accounts;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.Mount;
import java.nio.file.Path;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Mounts the console at the front door. Nothing of it holds data: it is a client of the management API. */
@Component(
        service = {},
        immediate = true)
public final class ConsoleMounts {
    /** Name of the property with a folder that the console's files are read from anew each time; for contributors. */
    static final String SOURCES = "subrack.console.sources";

    private final FrontDoor.Publication publication;

    @Activate
    public ConsoleMounts(BundleContext context, @Reference FrontDoor frontDoor, @Reference Accounts accounts) {
        String sources = context.getProperty(SOURCES);
        Assets assets = sources == null ? new PackedAssets() : new SourceAssets(Path.of(sources), new PackedAssets());
        publication = frontDoor.publish(context.getBundle(), "console");
        publication.set(List.of(
                new Mount(Shell.PATH, Access.OPEN, new ShellHandler(assets, accounts)),
                new Mount(Assets.PATH, Access.OPEN, new AssetHandler(assets))));
    }

    @Deactivate
    public void close() {
        publication.close();
    }
}
