/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan in words: what a person must know before saying yes. */
final class PlanText {
    private PlanText() {}

    static List<String> of(JsonNode plan) {
        var lines = new ArrayList<String>();
        lines.add("Plan " + plan.path("id").asText() + ", on top of set "
                + plan.path("baseSet").asText());
        for (JsonNode bundle : plan.path("bundles")) {
            lines.add("  " + sign(bundle.path("action").asText()) + " "
                    + bundle.path("bundle").asText() + versions(bundle) + why(bundle));
        }
        for (JsonNode offer : plan.path("contributions")) {
            String effect = offer.path("effect").asText();
            if (!effect.equals("CARRIES_ON")) {
                lines.add("    " + (effect.equals("APPEARS") ? "+ " : "- ")
                        + offer.path("kind").asText() + " " + offer.path("id").asText() + consumers(offer));
            }
        }
        for (JsonNode grant : plan.path("grants")) {
            lines.add("    " + grant.path("bundle").asText() + " "
                    + effect(grant.path("effect").asText()) + " the scope "
                    + grant.path("scope").asText());
        }
        lines.add("  Interruption: "
                + switch (plan.path("interruption").asText()) {
                    case "NONE" -> "none, no request is held or lost";
                    case "HELD" -> "requests are held for a moment, none is lost";
                    case "UNAVAILABLE" -> "what is taken away no longer answers";
                    default -> plan.path("interruption").asText();
                });
        plan.path("warnings").forEach(warning -> lines.add("  Mind: " + warning.asText()));
        plan.path("faults")
                .forEach(fault ->
                        lines.add("  Cannot be: " + fault.path("sentence").asText()));
        return lines;
    }

    /** Whether a person must say yes beyond asking for it. */
    static boolean needsYes(JsonNode plan) {
        return plan.path("needsYes").asBoolean();
    }

    /** Returns the scopes that a bundle asks for newly, as {@code bundle: scope}. */
    static List<String> asked(JsonNode plan) {
        var asked = new ArrayList<String>();
        for (JsonNode grant : plan.path("grants")) {
            if (grant.path("effect").asText().equals("ASKED_NEW")) {
                asked.add(grant.path("bundle").asText() + ": "
                        + grant.path("scope").asText());
            }
        }
        return asked;
    }

    private static String effect(String effect) {
        return switch (effect) {
            case "ASKED_NEW" -> "newly asks for";
            case "KEPT" -> "keeps";
            case "GIVEN" -> "gets";
            case "DROPPED" -> "loses";
            default -> effect.toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    private static String sign(String action) {
        return switch (action) {
            case "ADD" -> "+";
            case "REMOVE" -> "-";
            case "REPLACE" -> "~";
            default -> action.toLowerCase(Locale.ROOT);
        };
    }

    private static String versions(JsonNode bundle) {
        String from = bundle.path("from").asText();
        String to = bundle.path("to").asText();
        if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
            return from.isEmpty() && to.isEmpty() ? "" : " " + (to.isEmpty() ? from : to);
        }
        return " " + from + " -> " + to;
    }

    private static String why(JsonNode bundle) {
        String why = bundle.path("why").asText();
        return why.isEmpty() ? "" : " (" + why + ")";
    }

    private static String consumers(JsonNode offer) {
        return offer.path("consumers").isEmpty() ? "" : ", used by " + Printer.text(offer.path("consumers"));
    }
}
