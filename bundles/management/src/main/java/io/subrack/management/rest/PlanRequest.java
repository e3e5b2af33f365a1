/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.Change;
import io.subrack.kernel.api.DeploymentRequest;
import io.subrack.kernel.api.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Reads the JSON body of {@code POST /plans}. */
final class PlanRequest {
    private static final int MAX_CHANGES = 1_000;

    private static final Map<String, Function<Sha256, Change>> WITH_ARTIFACT =
            Map.of("install", Change.Install::new, "update", Change.Update::new, "deploy", Change.Deploy::new);

    private static final Map<String, Function<String, Change>> WITH_BUNDLE =
            Map.of("start", Change.Start::new, "stop", Change.Stop::new, "uninstall", Change.Uninstall::new);

    private static final String GRANT = "grant";
    private static final String ROLL_BACK = "rollBack";

    private final Faults faults = new Faults();
    private final Inputs inputs = new Inputs(faults);
    private final GrantsInput grants = new GrantsInput(faults);

    private PlanRequest() {}

    /**
     * Reads and checks everything, then fails once.
     *
     * @param author who asks
     */
    static DeploymentRequest read(InputStream body, Author author) throws IOException {
        return new PlanRequest().request(body, author);
    }

    private DeploymentRequest request(InputStream body, Author author) throws IOException {
        var json = Json.read(body, faults);
        json.allow(Set.of("reason", "changes"));
        var reason = inputs.remark("reason", json.text("reason"), "");
        var changes = new ArrayList<Change>();
        for (var each : json.requiredObjects("changes", MAX_CHANGES)) {
            change(each).ifPresent(changes::add);
        }
        if (changes.size() > 1 && changes.stream().anyMatch(Change.RollBack.class::isInstance)) {
            faults.add("changes", "must have nothing beside a rollBack: it already says what every bundle will be");
        }
        faults.refuseBody();
        return new DeploymentRequest(author, reason, List.copyOf(changes));
    }

    private Optional<Change> change(Json json) {
        var action = json.required("action").orElse(null);
        if (action == null) {
            return Optional.empty();
        }
        var withArtifact = WITH_ARTIFACT.get(action);
        if (withArtifact != null) {
            json.allow(Set.of("action", "artifact"));
            return json.required("artifact")
                    .flatMap(text -> inputs.digest(json.where("artifact"), text))
                    .map(withArtifact);
        }
        var withBundle = WITH_BUNDLE.get(action);
        if (withBundle != null) {
            json.allow(Set.of("action", "bundle"));
            return json.required("bundle")
                    .map(text -> inputs.symbolicName(json.where("bundle"), text))
                    .map(withBundle);
        }
        if (action.equals(GRANT)) {
            json.allow(Set.of("action", "bundle", "scopes"));
            var scopes = grants.scopes(json, "scopes");
            return json.required("bundle")
                    .map(text -> inputs.symbolicName(json.where("bundle"), text))
                    .map(name -> new Change.Grant(name, scopes));
        }
        if (action.equals(ROLL_BACK)) {
            json.allow(Set.of("action", "set"));
            return json.requiredNumber("set", 0).map(Change.RollBack::new);
        }
        faults.add(json.where("action"), "must be one of " + String.join(", ", actions()));
        return Optional.empty();
    }

    private static Set<String> actions() {
        var names = new TreeSet<>(WITH_ARTIFACT.keySet());
        names.addAll(WITH_BUNDLE.keySet());
        names.add(GRANT);
        names.add(ROLL_BACK);
        return names;
    }
}
