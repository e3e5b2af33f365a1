/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.PlanFault.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.resource.Capability;
import org.osgi.resource.Resource;
import org.osgi.service.resolver.ResolutionException;

/**
 * Says which two versions of a package meet where. The resolver tells of them only in its message, which is taken apart
 * here; if it ever looks different, it is passed on as it is.
 */
final class Clash {
    private static final Pattern TWO_CHAINS = Pattern.compile(
            "Unable to resolve resource \\S+ \\[(.*?)\\] because it is exposed to package '(.*?)' from resources \\S+"
                    + " \\[(.*?)\\] and \\S+ \\[(.*?)\\] via two dependency chains\\.\\s+Chain 1:\\n(.*?)\\n\\n"
                    + "Chain 2:\\n(.*)",
            Pattern.DOTALL);
    private static final Pattern OWN_EXPORT = Pattern.compile(
            "Unable to resolve resource \\S+ \\[(.*?)\\] because it exports package '(.*?)' and is also exposed to it"
                    + " from resource \\S+ \\[(.*?)\\] via the following dependency chain:\\s+(.*)",
            Pattern.DOTALL);
    private static final Pattern CHAIN_MEMBER = Pattern.compile("(?m)^  \\S+ \\[(.*)\\]$");

    private final Universe universe;

    Clash(Universe universe) {
        this.universe = universe;
    }

    PlanFault fault(ResolutionException failure) {
        String message = String.valueOf(failure.getMessage());
        Matcher two = TWO_CHAINS.matcher(message);
        if (two.find()) {
            List<String> ways = List.of(
                    way(two.group(3), two.group(2), two.group(5)), way(two.group(4), two.group(2), two.group(6)));
            return meeting(two.group(1), two.group(2), ways, members(two.group(5) + "\n" + two.group(6)));
        }
        Matcher own = OWN_EXPORT.matcher(message);
        if (own.find()) {
            List<String> ways = List.of(
                    version(own.group(1), own.group(2)) + " of its own", way(own.group(3), own.group(2), own.group(4)));
            return meeting(own.group(1), own.group(2), ways, members(own.group(4)));
        }
        String first = universe.staged().isEmpty()
                ? ""
                : universe.staged().get(0).info().symbolicName();
        return new PlanFault(
                Kind.CLASH,
                first,
                "The bundles cannot be wired together: " + Refusal.quoted(message)
                        + ". Deploy versions that were built against each other.");
    }

    private PlanFault meeting(String where, String packageName, List<String> ways, Set<String> members) {
        members.add(name(where));
        return new PlanFault(
                Kind.CLASH,
                universe.named(where).map(Universe::symbolicName).orElse(where),
                "Two versions of package " + packageName + " meet in " + name(where) + ": " + String.join(" and ", ways)
                        + ". Deploy versions of " + String.join(" and ", members) + " that use the same one.");
    }

    /** Returns {@code 1.8.0 from com.acme.text 1.8.0 through com.acme.notes 1.4.0}. */
    private String way(String provider, String packageName, String chain) {
        List<String> between = inBetween(chain);
        return version(provider, packageName) + " from " + name(provider)
                + (between.isEmpty() ? "" : " through " + String.join(" and ", between));
    }

    private List<String> inBetween(String chain) {
        List<String> members = new ArrayList<>();
        Matcher member = CHAIN_MEMBER.matcher(chain);
        while (member.find()) {
            members.add(name(member.group(1)));
        }
        return members.size() <= 2 ? List.of() : members.subList(1, members.size() - 1);
    }

    /** Returns those between the two ends that can be changed: the platform cannot. */
    private Set<String> members(String chains) {
        Set<String> members = new LinkedHashSet<>();
        Matcher member = CHAIN_MEMBER.matcher(chains);
        while (member.find()) {
            Optional<Resource> resource = universe.named(member.group(1));
            if (resource.isPresent() && !universe.isPlatform(resource.get())) {
                members.add(Universe.name(resource.get()));
            }
        }
        return members;
    }

    private String name(String text) {
        return universe.named(text).map(Universe::name).orElse(text);
    }

    private Version version(String provider, String packageName) {
        return universe.named(provider).stream()
                .flatMap(resource -> universe.called(PackageNamespace.PACKAGE_NAMESPACE, packageName).stream()
                        .filter(export -> export.getResource().equals(resource)))
                .findFirst()
                .map((Capability export) -> Need.version(export).orElse(Version.emptyVersion))
                .orElse(Version.emptyVersion);
    }
}
