/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import java.util.Optional;
import java.util.regex.Pattern;

/** What Maven calls an artifact. None of its parts can leave the directory that it belongs to. */
record Coordinates(String group, String artifact, String version) {
    private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.+-]{0,199}");

    /** Reads {@code group:artifact:version}; empty if it is not of that form. */
    static Optional<Coordinates> parse(String text) {
        String[] parts = text.split(":", -1);
        return parts.length == 3 ? of(parts[0], parts[1], parts[2]) : Optional.empty();
    }

    static Optional<Coordinates> of(String group, String artifact, String version) {
        return isPart(group) && isPart(artifact) && isPart(version)
                ? Optional.of(new Coordinates(group, artifact, version))
                : Optional.empty();
    }

    static boolean isPart(String text) {
        return PART.matcher(text).matches() && !text.contains("..");
    }

    /** Returns {@code group:artifact}. */
    String module() {
        return group + ":" + artifact;
    }

    Coordinates withVersion(String other) {
        return new Coordinates(group, artifact, other);
    }

    /** Returns where a file of this artifact is in the layout of Maven 2. */
    String path(String extension) {
        return directory(group, artifact) + version + "/" + artifact + "-" + version + "." + extension;
    }

    static String directory(String group, String artifact) {
        return group.replace('.', '/') + "/" + artifact + "/";
    }

    @Override
    public String toString() {
        return group + ":" + artifact + ":" + version;
    }
}
