/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.Door.text;
import static io.subrack.web.provider.FakeBundles.bundle;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import io.subrack.kernel.spi.Transition.Move;
import io.subrack.web.spi.Access;
import io.subrack.web.spi.FrontDoor.Publication;
import io.subrack.web.spi.FrontDoor.RouteStatus;
import io.subrack.web.spi.FrontDoor.State;
import io.subrack.web.spi.Mount;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;

/** A front door and two versions of a bundle, the routes of which change hands. */
final class Changeover implements AutoCloseable {
    static final String NAME = "com.acme.a";
    static final Duration DRAIN = Duration.ofSeconds(5);

    final Door door;
    final FrontDoorService service;
    final Bundle one = bundle(NAME, "1.0.0");
    final Bundle two = bundle(NAME, "2.0.0");

    Changeover(Path data, int holdSeconds) {
        door = new Door(data, "hold.seconds", holdSeconds);
        service = new FrontDoorService(
                door.routes, URI.create("http://127.0.0.1"), new RouteParticipation.Limits(20, 50));
    }

    @Override
    public void close() {
        door.close();
    }

    Publication mount(Bundle owner, Mount... mounts) {
        return mount(owner, "rest", mounts);
    }

    Publication mount(Bundle owner, String publisher, Mount... mounts) {
        Publication publication = service.publish(owner, publisher);
        publication.set(List.of(mounts));
        return publication;
    }

    static Mount at(String prefix, String text) {
        return new Mount(prefix, Access.OPEN, text(text));
    }

    static Move move(@Nullable Bundle old, @Nullable Bundle fresh, boolean exclusive, String... expected) {
        List<Contribution> routes = new ArrayList<>();
        for (String route : expected) {
            routes.add(new Contribution(Contribution.ROUTE, route));
        }
        return new Move(NAME, old, fresh, false, routes, exclusive);
    }

    Participation join(Move... moves) {
        return service.join(new Transition("d1", List.of(moves), DRAIN));
    }

    State state(String prefix) {
        return door.routes.routes().stream()
                .filter(route -> route.prefix().equals(prefix))
                .map(RouteStatus::state)
                .findFirst()
                .orElseThrow();
    }
}
