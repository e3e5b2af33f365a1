/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.web;

import io.subrack.auth.spi.Accounts;
import io.subrack.auth.spi.Applications;
import io.subrack.auth.spi.AuthorizationRequests;
import io.subrack.auth.spi.Guard;
import io.subrack.auth.spi.Issuer;
import io.subrack.auth.spi.Scopes;
import io.subrack.auth.spi.StoreUnavailableException;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.Mount;
import java.time.Clock;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Mounts the pages at the front door. They look after credentials themselves. */
@Component(
        service = {},
        immediate = true)
public final class PageMounts {
    private final FrontDoor.Publication publication;

    @Activate
    public PageMounts(
            BundleContext context,
            @Reference FrontDoor frontDoor,
            @Reference Accounts accounts,
            @Reference AuthorizationRequests requests,
            @Reference Applications applications,
            @Reference Scopes scopes,
            @Reference Issuer issuer,
            @Reference Guard guard) {
        Site site = new Site(new Services(
                accounts, requests, applications, scopes, issuer, () -> claimed(guard), Clock.systemUTC()));
        publication = frontDoor.publish(context.getBundle(), "auth");
        publication.set(mounts(new PageHandler(site)));
    }

    /** @throws StoreUnavailableException if the database cannot say, or is not the one of this installation */
    static boolean claimed(Guard guard) {
        if (!guard.claimed()) {
            return false;
        }
        String fault = guard.fault();
        if (!fault.isEmpty()) {
            throw new StoreUnavailableException(fault, new IllegalStateException("nobody is let in"));
        }
        return true;
    }

    static List<Mount> mounts(PageHandler handler) {
        return List.of(
                mount(Paths.SETUP, Access.ALWAYS, handler),
                mount(Paths.ASSETS, Access.ALWAYS, handler),
                mount(Paths.LOGIN, Access.OPEN, handler),
                mount(Paths.LOGOUT, Access.OPEN, handler),
                mount(Paths.CONSENT, Access.OPEN, handler),
                mount(Paths.DEVICE, Access.OPEN, handler),
                mount(Paths.ACCOUNT, Access.OPEN, handler));
    }

    private static Mount mount(String prefix, Access access, PageHandler handler) {
        return new Mount(prefix, access, handler, Call.MAX_BODY_BYTES);
    }

    @Deactivate
    public void close() {
        publication.close();
    }
}
