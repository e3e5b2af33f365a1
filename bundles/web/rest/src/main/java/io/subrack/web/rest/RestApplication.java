/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.auth.spi.AccessRequirement;
import io.subrack.web.spi.GuardAttributes;
import io.subrack.web.spi.MountHandler;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An application at the front door, built when the first request comes or when asked to warm up. */
final class RestApplication implements MountHandler {
    private final AppModel model;
    private final Runnable changed;
    private final Object lock = new Object();
    private volatile @Nullable JerseyApplication built;
    private @Nullable IllegalStateException failure; // guarded by lock
    private boolean closed; // guarded by lock

    private volatile @Nullable AccessRequirement least;
    private volatile Map<InstanceSource, String> broken = Map.of();

    /** @param changed told when something turned out to be broken */
    RestApplication(AppModel model, Runnable changed) {
        this.model = model;
        this.changed = changed;
    }

    /** Returns the extensions of others that it goes on without, and why. */
    Map<InstanceSource, String> broken() {
        return broken;
    }

    boolean isBuilt() {
        return built != null;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() == DispatcherType.REQUEST && !isPublic(request)) {
            // What only nobody may see, not even whether it exists, is asked for before anything of the bundle runs.
            GuardAttributes.require(request, response, leastDemand());
        }
        JerseyApplication application = built;
        if (application == null) {
            application = build();
        }
        application.handle(request, response);
    }

    private boolean isPublic(HttpServletRequest request) {
        String rest = request.getPathInfo();
        return model.publicPaths().cover(rest == null ? request.getServletPath() : request.getServletPath() + rest);
    }

    /** Returns what each operation beyond the public paths demands at least. */
    private AccessRequirement leastDemand() {
        AccessRequirement demand = least;
        if (demand == null) {
            boolean dead = operations().stream()
                    .allMatch(operation -> operation.requirement().equals(AccessRequirement.UNDECLARED));
            demand = dead && !operations().isEmpty() ? AccessRequirement.UNDECLARED : AccessRequirement.ANY_CALLER;
            least = demand;
        }
        return demand;
    }

    @Override
    public List<Operation> operations() {
        return new AccessRules(model).operations();
    }

    /** @throws IllegalStateException if the application cannot be built; the same again at each call */
    @Override
    public void warmUp() {
        build();
    }

    private JerseyApplication build() {
        JerseyApplication application;
        synchronized (lock) {
            JerseyApplication other = built;
            if (other != null) {
                return other;
            }
            if (closed) {
                throw new IllegalStateException(model.label() + ": its REST application is closed");
            }
            if (failure != null) {
                throw new IllegalStateException(failure.getMessage(), failure);
            }
            try {
                var build = new TolerantBuild(model);
                application = build.run();
                broken = build.broken();
            } catch (IllegalStateException e) {
                failure = e;
                throw e;
            }
            built = application;
        }
        if (!broken.isEmpty()) {
            changed.run();
        }
        return application;
    }

    @Override
    public void close() {
        JerseyApplication application;
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            application = built;
            built = null;
        }
        if (application != null) {
            application.close();
        }
    }
}
