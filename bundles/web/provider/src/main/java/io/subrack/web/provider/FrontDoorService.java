/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.spi.ArtifactContent;
import io.subrack.kernel.spi.DeploymentParticipant;
import io.subrack.kernel.spi.Participation;
import io.subrack.kernel.spi.Transition;
import io.subrack.web.spi.FrontDoor;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** What others see of the front door: there only while the server listens. */
@Component(service = {FrontDoor.class, DeploymentParticipant.class})
public final class FrontDoorService implements FrontDoor, DeploymentParticipant {
    private final Routes routes;
    private final RouteParticipation.Limits limits;
    private final URI localUrl;

    @Reference(policy = ReferencePolicy.DYNAMIC, cardinality = ReferenceCardinality.MULTIPLE)
    private volatile List<ServletWhiteboard> whiteboards = List.of();

    @Activate
    public FrontDoorService(@Reference JettyServer server) {
        this(
                server.routes(),
                URI.create(server.url()),
                new RouteParticipation.Limits(
                        server.config().breach_requests(), server.config().breach_percent()));
    }

    FrontDoorService(Routes routes, URI localUrl, RouteParticipation.Limits limits) {
        this.routes = routes;
        this.localUrl = localUrl;
        this.limits = limits;
    }

    @Override
    public Publication publish(Bundle owner, String publisher) {
        return routes.publish(owner, publisher);
    }

    @Override
    public List<RouteStatus> routes() {
        return routes.routes();
    }

    @Override
    public List<OperationStatus> operations() {
        return routes.operations();
    }

    @Override
    public URI localUrl() {
        return localUrl;
    }

    @Override
    public String name() {
        return "front door";
    }

    /** Describes servlets; REST endpoints are described by who hosts them. */
    @Override
    public List<Contribution> describe(ArtifactContent artifact) {
        return ServletComponents.describe(artifact);
    }

    @Override
    public Optional<String> exclusive(Bundle live) {
        // Felix HTTP destroys a servlet at once when another shadows it, with requests still in it.
        return ServletPatterns.registers(live) ? Optional.of("it registers servlets") : Optional.empty();
    }

    @Override
    public void expect(List<SetEntry> entries) {
        routes.expect(entries);
    }

    @Override
    public Participation join(Transition transition) {
        return new RouteParticipation(routes, transition, limits, this::unsettled);
    }

    private List<String> unsettled(Bundle fresh) {
        return whiteboards.stream()
                .flatMap(whiteboard -> whiteboard.unsettled(fresh).stream())
                .toList();
    }
}
