/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.Refusal.invalid;
import static io.subrack.kernel.deployment.Refusal.quoted;

import io.subrack.kernel.api.AccessHeaders;
import io.subrack.kernel.api.ManifestHeaders;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;
import org.apache.felix.utils.resource.ResourceBuilder;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;

/** Checks the headers of a bundle as far as they can be judged without knowing any other bundle. */
final class BundleHeaders {
    static final int MAX_NAME_CHARS = 200;
    private static final int MAX_FILTER_DEPTH = 50;

    /** OSGi Core 8, 1.3.2: {@code symbolic-name ::= token ( '.' token )*}. */
    private static final Pattern SYMBOLIC_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

    private static final Set<String> FRAMEWORK_NAMES =
            Set.of(Constants.SYSTEM_BUNDLE_SYMBOLICNAME, "org.apache.felix.framework");
    private static final Set<String> FRAMEWORK_NAMESPACES = Set.of(
            "osgi.ee", "osgi.native", "osgi.identity", "osgi.wiring.package", "osgi.wiring.bundle", "osgi.wiring.host");

    private final Map<String, String> headers;

    private BundleHeaders(Map<String, String> headers) {
        this.headers = headers;
    }

    /** @throws io.subrack.kernel.api.DeploymentException with the first fault found */
    static void check(Map<String, String> headers) {
        BundleHeaders bundle = new BundleHeaders(headers);
        bundle.checkKind();
        symbolicName(headers);
        version(headers);
        bundle.checkHost();
        bundle.checkVersions();
        bundle.checkExports();
        bundle.checkUpdate();
        bundle.checkAccess();
        bundle.checkSyntax();
    }

    /** Returns {@code Bundle-SymbolicName} without its directives. */
    static String symbolicName(Map<String, String> headers) {
        String header = headers.getOrDefault(Constants.BUNDLE_SYMBOLICNAME, "");
        int end = header.indexOf(';');
        String name = (end < 0 ? header : header.substring(0, end)).strip();
        if (name.isEmpty()) {
            throw invalid("Bundle-SymbolicName is missing. Build the jar with bnd, which writes it.");
        }
        if (name.length() > MAX_NAME_CHARS || !SYMBOLIC_NAME.matcher(name).matches()) {
            throw invalid("Bundle-SymbolicName " + quoted(name) + " is not a name: use letters, digits, '_', '-' and"
                    + " single dots, at most " + MAX_NAME_CHARS + " characters, as com.acme.notes.");
        }
        if (name.equals(Constants.SYSTEM_BUNDLE_SYMBOLICNAME)) {
            throw invalid("Bundle-SymbolicName " + quoted(name)
                    + " stands for the framework itself. Give the bundle another name.");
        }
        return name;
    }

    /** Returns {@code Bundle-Version}; 0.0.0 if there is none. */
    static Version version(Map<String, String> headers) {
        String text = headers.getOrDefault(Constants.BUNDLE_VERSION, "");
        try {
            return Version.parseVersion(text);
        } catch (IllegalArgumentException e) {
            throw invalid("Bundle-Version " + quoted(text) + " is not a version: use up to three numbers and a"
                    + " qualifier, parted by dots, as 1.4.0 or 1.4.0.beta.");
        }
    }

    private void checkKind() {
        String version = headers.get(Constants.BUNDLE_MANIFESTVERSION);
        if (version == null) {
            throw invalid("This jar is not an OSGi bundle: Bundle-ManifestVersion is missing."
                    + " Build it with bnd or the bnd-maven-plugin.");
        }
        if (!version.equals("2")) {
            throw invalid(
                    "Bundle-ManifestVersion is " + quoted(version) + ", and only 2 is known. Build the jar with bnd.");
        }
    }

    private void checkHost() {
        for (Clause host : clauses(Constants.FRAGMENT_HOST)) {
            if (FRAMEWORK_NAMES.contains(host.getName()) || host.getDirective(Constants.EXTENSION_DIRECTIVE) != null) {
                throw invalid("Fragment-Host " + quoted(host.getName()) + " would extend the framework itself, which"
                        + " only a platform upgrade may. Make it a bundle of its own.");
            }
        }
    }

    /** Checks what a lenient parser would bend into something else. */
    private void checkVersions() {
        checkAttribute(Constants.IMPORT_PACKAGE, Constants.VERSION_ATTRIBUTE, VersionRange::valueOf);
        checkAttribute(Constants.DYNAMICIMPORT_PACKAGE, Constants.VERSION_ATTRIBUTE, VersionRange::valueOf);
        checkAttribute(Constants.REQUIRE_BUNDLE, Constants.BUNDLE_VERSION_ATTRIBUTE, VersionRange::valueOf);
        checkAttribute(Constants.FRAGMENT_HOST, Constants.BUNDLE_VERSION_ATTRIBUTE, VersionRange::valueOf);
        checkAttribute(Constants.EXPORT_PACKAGE, Constants.VERSION_ATTRIBUTE, Version::parseVersion);
    }

    private void checkAttribute(String header, String attribute, Consumer<String> parser) {
        for (Clause clause : clauses(header)) {
            String text = clause.getAttribute(attribute);
            try {
                if (text != null) {
                    parser.accept(text);
                }
            } catch (IllegalArgumentException e) {
                throw invalid(header + " gives " + quoted(clause.getName()) + " the version " + quoted(text)
                        + ", which is none. Write it as 1.4.0"
                        + (header.equals(Constants.EXPORT_PACKAGE) ? "." : " or [1.4,2)."));
            }
        }
    }

    private void checkExports() {
        for (Clause export : clauses(Constants.EXPORT_PACKAGE)) {
            if (export.getName().startsWith("java.")) {
                throw invalid("Export-Package names " + quoted(export.getName())
                        + ", and java.* belongs to the Java runtime. Leave it out.");
            }
        }
        for (Clause capability : clauses(Constants.PROVIDE_CAPABILITY)) {
            if (FRAMEWORK_NAMESPACES.contains(capability.getName())) {
                throw invalid("Provide-Capability names " + capability.getName()
                        + ", which only the framework provides. Leave it out.");
            }
        }
    }

    private void checkUpdate() {
        String update = headers.getOrDefault(ManifestHeaders.UPDATE, ManifestHeaders.SIDE_BY_SIDE);
        if (!update.equals(ManifestHeaders.SIDE_BY_SIDE) && !update.equals(ManifestHeaders.EXCLUSIVE)) {
            throw invalid(ManifestHeaders.UPDATE + " is " + quoted(update) + ". Write " + ManifestHeaders.SIDE_BY_SIDE
                    + " or " + ManifestHeaders.EXCLUSIVE + ", or leave it out.");
        }
    }

    private void checkAccess() {
        try {
            AccessHeaders.read(headers::get);
        } catch (IllegalArgumentException e) {
            throw invalid(String.valueOf(e.getMessage()));
        }
    }

    /** Filters are parsed by calls within calls, here and in the framework: deep ones would exhaust the stack. */
    private void checkNesting() {
        int depth = 0;
        for (char c : headers.getOrDefault(Constants.REQUIRE_CAPABILITY, "").toCharArray()) {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth > MAX_FILTER_DEPTH) {
                throw invalid("A filter in Require-Capability is nested more than " + MAX_FILTER_DEPTH
                        + " deep. Write a simpler one.");
            }
        }
    }

    private void checkSyntax() {
        checkNesting();
        try {
            ResourceBuilder.build(null, headers);
        } catch (BundleException e) {
            String cause = e.getCause() == null
                    ? String.valueOf(e.getMessage())
                    : String.valueOf(e.getCause().getMessage());
            throw invalid("The manifest cannot be understood: " + quoted(cause) + ". Let bnd write it.");
        }
    }

    private Clause[] clauses(String header) {
        String text = headers.get(header);
        if (text == null) {
            return new Clause[0];
        }
        try {
            return Parser.parseHeader(text);
        } catch (RuntimeException e) {
            throw invalid(
                    "The manifest header " + header + " cannot be understood: " + quoted(text) + ". Let bnd write it.");
        }
    }
}
