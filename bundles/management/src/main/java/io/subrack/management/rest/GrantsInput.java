/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.AccessHeaders;
import io.subrack.kernel.api.GrantDecision;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what a caller grants: {@code "none"}, {@code "asked"}, or scopes by bundle. */
final class GrantsInput {
    private static final String MEMBER = "grants";
    private static final int MAX_BUNDLES = 1_000;

    private final Faults faults;
    private final Inputs inputs;

    GrantsInput(Faults faults) {
        this.faults = faults;
        this.inputs = new Inputs(faults);
    }

    /** Reads a parameter, which cannot name scopes. */
    GrantDecision parameter(@Nullable String text) {
        return word(text, "");
    }

    private GrantDecision word(@Nullable String text, String orElse) {
        if (text == null || text.equals("none")) {
            return GrantDecision.none();
        }
        if (!text.equals("asked")) {
            faults.add(MEMBER, "must be none or asked" + orElse);
            return GrantDecision.none();
        }
        return GrantDecision.allAsked();
    }

    /** Reads the member of a body. */
    GrantDecision member(Json json) {
        if (!json.isObject(MEMBER)) {
            return word(json.text(MEMBER), ", or an object that lists scopes by bundle");
        }
        Map<String, SortedSet<String>> named = new TreeMap<>();
        var bundles = json.object(MEMBER);
        var names = bundles.names();
        if (names.size() > MAX_BUNDLES) {
            faults.add(MEMBER, "must name at most " + MAX_BUNDLES + " bundles");
            return GrantDecision.none();
        }
        for (var name : names) {
            inputs.symbolicName(MEMBER, name);
            named.put(name, scopes(bundles, name));
        }
        return GrantDecision.named(named);
    }

    /** Reads a list of scopes that must be there, and may be empty. */
    SortedSet<String> scopes(Json json, String member) {
        SortedSet<String> scopes = new TreeSet<>(json.requiredTexts(member, AccessHeaders.MAX_ITEMS));
        if (!scopes.stream().allMatch(AccessHeaders::isScope)) {
            faults.add(
                    json.where(Json.abbreviated(member)),
                    "must have scopes only: at most " + AccessHeaders.MAX_SCOPE_CHARS
                            + " ASCII characters, no spaces or quotes");
        }
        return scopes;
    }

    static Set<String> members() {
        return Set.of("plan", "yes", MEMBER);
    }
}
