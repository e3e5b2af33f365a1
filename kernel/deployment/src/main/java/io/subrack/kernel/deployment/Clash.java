/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import io.subrack.kernel.api.PlanFault;
import io.subrack.kernel.api.PlanFault.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
                    + " from resource \\S+ \\[(.*?)\\] via the following dependency chain:\\n\\n(.*)",
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
            List<Resource> one = inBetween(two.group(5));
            List<Resource> other = inBetween(two.group(6));
            List<String> ways = List.of(way(two.group(3), two.group(2), one), way(two.group(4), two.group(2), other));
            return meeting(two.group(1), two.group(2), ways, one, other);
        }
        Matcher own = OWN_EXPORT.matcher(message);
        if (own.find()) {
            List<Resource> other = inBetween(own.group(4));
            List<String> ways = List.of(
                    version(own.group(1), own.group(2)) + " of its own", way(own.group(3), own.group(2), other));
            return meeting(own.group(1), own.group(2), ways, List.of(), other);
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

    private PlanFault meeting(
            String where, String packageName, List<String> ways, List<Resource> one, List<Resource> other) {
        String bundle = universe.named(where).map(Universe::symbolicName).orElse(where);
        Set<String> changeable = new LinkedHashSet<>(List.of(bundle));
        Stream.concat(one.stream(), other.stream())
                .filter(resource -> !universe.isPlatform(resource))
                .map(Universe::symbolicName)
                .forEach(changeable::add);
        return new PlanFault(
                Kind.CLASH,
                bundle,
                "Two versions of package " + packageName + " meet in " + name(where) + ": " + String.join(" and ", ways)
                        + ". Deploy versions of " + String.join(" and ", changeable) + " that use the same one.");
    }

    /** Returns {@code 1.8.0 from com.acme.text 1.8.0 through com.acme.notes 1.4.0}. */
    private String way(String provider, String packageName, List<Resource> between) {
        String through = between.stream().map(Universe::name).collect(Collectors.joining(" and "));
        return version(provider, packageName) + " from " + name(provider)
                + (through.isEmpty() ? "" : " through " + through);
    }

    /** Returns who stands between the two ends of a chain. */
    private List<Resource> inBetween(String chain) {
        List<Resource> members = new ArrayList<>();
        Matcher member = CHAIN_MEMBER.matcher(chain);
        while (member.find()) {
            universe.named(member.group(1)).ifPresent(members::add);
        }
        return members.size() <= 2 ? List.of() : members.subList(1, members.size() - 1);
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
