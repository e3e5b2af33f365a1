/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.StoredJson.array;
import static io.subrack.kernel.deployment.StoredJson.list;
import static io.subrack.kernel.deployment.StoredJson.number;
import static io.subrack.kernel.deployment.StoredJson.object;
import static io.subrack.kernel.deployment.StoredJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.subrack.kernel.api.AccessHeaders;
import io.subrack.kernel.api.Contribution;
import io.subrack.kernel.api.DeploymentSet;
import io.subrack.kernel.api.SetEntry;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.api.StartState;
import java.time.Instant;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.osgi.framework.Version;

/** Deployment sets as JSON. */
final class SetJson {
    private static final String GRANTS = "grants";
    private static final String CONFIGURATION = "configurationRevision";

    private SetJson() {}

    static ObjectNode write(DeploymentSet set) {
        ObjectNode node = object().put("number", set.number())
                .put("created", set.created().toString())
                .put("author", set.author())
                .put("reason", set.reason())
                .put("deployment", set.deployment())
                .put(CONFIGURATION, set.configurationRevision());
        node.set("bundles", array(set.bundles(), SetJson::writeEntry));
        return node;
    }

    private static JsonNode writeEntry(SetEntry entry) {
        ObjectNode node = object().put("symbolicName", entry.symbolicName())
                .put("version", entry.version().toString())
                .put("artifact", entry.artifact().hex())
                .put("state", entry.state().name());
        node.set(
                "contributions",
                array(
                        entry.contributions(),
                        it -> object().put("kind", it.kind()).put("id", it.id())));
        node.set(GRANTS, array(List.copyOf(entry.grants()), TextNode::valueOf));
        return node;
    }

    static DeploymentSet read(JsonNode node) {
        return new DeploymentSet(
                number(node, "number"),
                Instant.parse(text(node, "created")),
                text(node, "author"),
                text(node, "reason"),
                text(node, "deployment"),
                list(node, "bundles", SetJson::readEntry),
                node.path(CONFIGURATION).asLong(0)); // a set that was written before there were revisions has none
    }

    private static SetEntry readEntry(JsonNode node) {
        return new SetEntry(
                text(node, "symbolicName"),
                Version.parseVersion(text(node, "version")),
                new Sha256(text(node, "artifact")),
                StartState.valueOf(text(node, "state")),
                list(node, "contributions", it -> new Contribution(text(it, "kind"), text(it, "id"))),
                grants(node));
    }

    /** A set that was written before there were grants has none. */
    private static SortedSet<String> grants(JsonNode node) {
        return node.has(GRANTS) ? new TreeSet<>(list(node, GRANTS, SetJson::scope)) : new TreeSet<>();
    }

    private static String scope(JsonNode node) {
        if (!node.isTextual() || !AccessHeaders.isScope(node.textValue())) {
            throw new IllegalArgumentException("the list '" + GRANTS + "' has something that is not a scope");
        }
        return node.textValue();
    }
}
