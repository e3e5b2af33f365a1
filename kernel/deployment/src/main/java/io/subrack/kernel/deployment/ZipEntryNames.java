/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

import static io.subrack.kernel.deployment.Refusal.invalid;
import static io.subrack.kernel.deployment.Refusal.quoted;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Checks the names of an archive's entries, one after the other.
 *
 * <p>Names that differ only in case are let through: obfuscated jars are full of them, and nothing of a bundle is
 * unpacked to where case would not matter. The manifest is the exception, since Java finds it in any case.
 */
final class ZipEntryNames {
    static final String MANIFEST = "META-INF/MANIFEST.MF";

    private static final String PACK_AGAIN = " Build the archive anew with the jar tool or bnd.";

    private final Set<String> seen = new HashSet<>();

    void check(String name) {
        if (name.isEmpty() || name.codePoints().anyMatch(Character::isISOControl)) {
            throw invalid("The entry name " + quoted(name) + " is empty or has control characters." + PACK_AGAIN);
        }
        if (leavesArchive(name)) {
            throw invalid("The entry name " + quoted(name)
                    + " could lead out of the archive: names must be relative, with '/' and without '..'."
                    + PACK_AGAIN);
        }
        if (name.toUpperCase(Locale.ROOT).equals(MANIFEST) && !name.equals(MANIFEST)) {
            throw invalid("The manifest is called " + quoted(name) + ". Name it " + MANIFEST + ".");
        }
        String file = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        if (!seen.add(file)) {
            throw invalid("The entry " + quoted(name) + " stands in the archive twice." + PACK_AGAIN);
        }
    }

    private static boolean leavesArchive(String name) {
        if (name.startsWith("/") || name.indexOf('\\') >= 0) {
            return true;
        }
        if (name.length() > 1 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0))) {
            return true;
        }
        for (String segment : name.split("/", -1)) {
            if (segment.equals("..") || segment.equals(".")) {
                return true;
            }
        }
        return false;
    }
}
