/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.pages;

import io.subrack.auth.spi.AccessRequirement;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.Mount;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Mounts the files of contributions, for those who may see the console. */
@Component(
        service = {},
        immediate = true)
public final class PageFileMount {
    private final FrontDoor.Publication publication;

    @Activate
    public PageFileMount(BundleContext context, @Reference FrontDoor frontDoor, @Reference LivePages pages) {
        publication = frontDoor.publish(context.getBundle(), "pages");
        publication.set(List.of(
                new Mount(Generation.PATH, AccessRequirement.scopes(PagesResource.READ), new PageFileHandler(pages))));
    }

    @Deactivate
    public void close() {
        publication.close();
    }
}
