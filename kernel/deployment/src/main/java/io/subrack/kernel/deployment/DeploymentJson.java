/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.StoredJson.array;
import static io.subrack.kernel.deployment.StoredJson.list;
import static io.subrack.kernel.deployment.StoredJson.number;
import static io.subrack.kernel.deployment.StoredJson.object;
import static io.subrack.kernel.deployment.StoredJson.optionalText;
import static io.subrack.kernel.deployment.StoredJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.subrack.kernel.api.Author;
import io.subrack.kernel.api.BundleChange;
import io.subrack.kernel.api.Cause;
import io.subrack.kernel.api.Deployment;
import io.subrack.kernel.api.Deployment.Failure;
import io.subrack.kernel.api.Deployment.Step;
import io.subrack.kernel.api.DeploymentProblem;
import io.subrack.kernel.api.GrantChange;
import io.subrack.kernel.api.Phase;
import io.subrack.kernel.api.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.framework.Version;

/** Deployments as JSON. */
final class DeploymentJson {
    private DeploymentJson() {}

    static ObjectNode write(Deployment deployment) {
        ObjectNode node = object().put("id", deployment.id())
                .put("author", deployment.author())
                .put("reason", deployment.reason())
                .put("baseSet", deployment.baseSet())
                .put("status", deployment.status().name())
                .put("phase", deployment.phase().name())
                .put("started", deployment.started().toString());
        deployment.ended().ifPresent(ended -> node.put("ended", ended.toString()));
        deployment.newSet().ifPresent(set -> node.put("newSet", set));
        deployment.failure().ifPresent(failure -> node.set("failure", writeFailure(failure)));
        node.set("bundles", array(deployment.bundles(), DeploymentJson::writeChange));
        node.set("steps", array(deployment.steps(), DeploymentJson::writeStep));
        node.set("warnings", array(deployment.warnings(), TextNode::valueOf));
        node.set("by", writeAuthor(deployment.by()));
        node.set("grants", array(deployment.grants(), DeploymentJson::writeGrant));
        return node;
    }

    static ObjectNode writeAuthor(Author author) {
        return object().put("kind", author.kind())
                .put("subject", author.subject())
                .put("client", author.client())
                .put("requestId", author.requestId())
                .put("address", author.address());
    }

    private static JsonNode writeGrant(GrantChange change) {
        return object().put("bundle", change.bundle())
                .put("scope", change.scope())
                .put("effect", change.effect().name());
    }

    private static JsonNode writeFailure(Failure failure) {
        ObjectNode node = object().put("type", failure.type().code()).put("sentence", failure.sentence());
        if (!failure.causes().isEmpty()) {
            node.set("causes", array(failure.causes(), DeploymentJson::writeCause));
        }
        return node;
    }

    private static JsonNode writeCause(Cause cause) {
        return object().put("kind", cause.kind().name())
                .put("bundle", cause.bundle())
                .put("subject", cause.subject())
                .put("namespace", cause.namespace())
                .put("filter", cause.filter())
                .put("sentence", cause.sentence());
    }

    private static JsonNode writeStep(Step step) {
        return object().put("at", step.at().toString())
                .put("phase", step.phase().name())
                .put("text", step.text());
    }

    private static JsonNode writeChange(BundleChange change) {
        ObjectNode node = object().put("symbolicName", change.symbolicName())
                .put("action", change.action().name());
        change.from().ifPresent(version -> node.put("from", version.toString()));
        change.to().ifPresent(version -> node.put("to", version.toString()));
        change.artifact().ifPresent(artifact -> node.put("artifact", artifact.hex()));
        return node.put("liveTwice", change.liveTwice()).put("why", change.why());
    }

    static Deployment read(JsonNode node) {
        return new Deployment(
                text(node, "id"),
                readAuthor(node),
                text(node, "reason"),
                number(node, "baseSet"),
                Deployment.Status.valueOf(text(node, "status")),
                Phase.valueOf(text(node, "phase")),
                list(node, "bundles", DeploymentJson::readChange),
                list(node, "steps", DeploymentJson::readStep),
                Instant.parse(text(node, "started")),
                optionalText(node, "ended").map(Instant::parse),
                node.hasNonNull("newSet") ? Optional.of(number(node, "newSet")) : Optional.empty(),
                node.hasNonNull("failure") ? Optional.of(readFailure(node.get("failure"))) : Optional.empty(),
                node.has("grants") ? list(node, "grants", DeploymentJson::readGrant) : List.of(),
                list(node, "warnings", JsonNode::asText));
    }

    /** A deployment that was written before there were accounts knows a name alone. */
    static Author readAuthor(JsonNode node) {
        JsonNode by = node.path("by");
        return new Author(
                text(node, "author"),
                by.path("kind").asText(),
                by.path("subject").asText(),
                by.path("client").asText(),
                by.path("requestId").asText(),
                by.path("address").asText());
    }

    private static GrantChange readGrant(JsonNode node) {
        return new GrantChange(
                text(node, "bundle"), text(node, "scope"), GrantChange.Effect.valueOf(text(node, "effect")));
    }

    private static Failure readFailure(JsonNode node) {
        String code = text(node, "type");
        for (DeploymentProblem problem : DeploymentProblem.values()) {
            if (problem.code().equals(code)) {
                List<Cause> causes = node.has("causes") ? list(node, "causes", DeploymentJson::readCause) : List.of();
                return new Failure(problem, text(node, "sentence"), causes);
            }
        }
        throw new IllegalArgumentException("the problem type '" + code + "' is unknown");
    }

    private static Cause readCause(JsonNode node) {
        return new Cause(
                Cause.Kind.valueOf(text(node, "kind")),
                text(node, "bundle"),
                text(node, "subject"),
                text(node, "namespace"),
                text(node, "filter"),
                text(node, "sentence"));
    }

    private static Step readStep(JsonNode node) {
        return new Step(Instant.parse(text(node, "at")), Phase.valueOf(text(node, "phase")), text(node, "text"));
    }

    private static BundleChange readChange(JsonNode node) {
        return new BundleChange(
                text(node, "symbolicName"),
                BundleChange.Action.valueOf(text(node, "action")),
                optionalText(node, "from").map(Version::parseVersion),
                optionalText(node, "to").map(Version::parseVersion),
                optionalText(node, "artifact").map(Sha256::new),
                node.path("liveTwice").asBoolean(),
                text(node, "why"));
    }
}
