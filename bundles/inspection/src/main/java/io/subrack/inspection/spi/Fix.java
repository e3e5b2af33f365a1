/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an admin can do about a failure.
 *
 * @param kind {@code install}, {@code start}, {@code rollback}, {@code configure}, {@code update}, {@code grant} or
 *     {@code uninstall}
 * @param label what it does, for a button
 * @param bundle symbolic name of the bundle that it is done to
 * @param version which version is installed
 * @param repository which repository has it
 * @param coordinates how the repository is asked for it
 * @param artifact SHA-256 of an artifact that is stored already, so that it can be deployed at once
 * @param set the number of the set that is rolled back to
 * @param pid which configuration is missing or wrong
 * @param key the key of the configuration, or the scope to grant
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Fix(
        String kind,
        String label,
        @Nullable String bundle,
        @Nullable String version,
        @Nullable String repository,
        @Nullable String coordinates,
        @Nullable String artifact,
        @Nullable Long set,
        @Nullable String pid,
        @Nullable String key) {
    enum Kind {
        START,
        INSTALL,
        CONFIGURE,
        UPDATE,
        ROLLBACK,
        GRANT,
        UNINSTALL;

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Fix start(String bundle) {
        return of(Kind.START, "Start " + bundle, bundle);
    }

    static Fix uninstall(String bundle) {
        return of(Kind.UNINSTALL, "Uninstall " + bundle, bundle);
    }

    private static Fix of(Kind kind, String label, String bundle) {
        return new Fix(kind.word(), label, bundle, null, null, null, null, null, null, null);
    }

    static Fix installStored(String bundle, String version, String artifact, long set) {
        var label = "Install " + bundle + " " + version + " again, as in set " + set;
        return new Fix(Kind.INSTALL.word(), label, bundle, version, null, null, artifact, null, null, null);
    }

    static Fix install(String bundle, String version, String repository, String coordinates) {
        return fromRepository(
                Kind.INSTALL, "Install " + bundle + " " + version, bundle, version, repository, coordinates);
    }

    static Fix update(String bundle, String version, String repository, String coordinates) {
        return fromRepository(
                Kind.UPDATE, "Update " + bundle + " to " + version, bundle, version, repository, coordinates);
    }

    private static Fix fromRepository(
            Kind kind, String label, String bundle, String version, String repository, String coordinates) {
        return new Fix(
                kind.word(),
                label + " from " + repository,
                bundle,
                version,
                repository,
                coordinates.isEmpty() ? null : coordinates,
                null,
                null,
                null,
                null);
    }

    static Fix configure(String bundle, String pid) {
        return new Fix(Kind.CONFIGURE.word(), "Configure " + pid, bundle, null, null, null, null, null, pid, null);
    }

    static Fix grant(String bundle, String scope) {
        var label = "Grant " + scope + " to " + bundle;
        return new Fix(Kind.GRANT.word(), label, bundle, null, null, null, null, null, null, scope);
    }

    static Fix rollBack(String bundle, String version, long set) {
        var label = "Roll back to set " + set + ", with " + bundle + " " + version;
        return new Fix(Kind.ROLLBACK.word(), label, bundle, version, null, null, null, set, null, null);
    }
}
