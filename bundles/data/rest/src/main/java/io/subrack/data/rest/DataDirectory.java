/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.rest;

import java.nio.file.Path;

/** Where the platform keeps its data. */
final class DataDirectory {
    private final Path root;

    DataDirectory(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /** Shows a place relative to it, or whole if it lies elsewhere: {@code ..} would lead astray behind a link. */
    String shown(Path place) {
        var whole = place.toAbsolutePath().normalize();
        return (whole.startsWith(root) ? root.relativize(whole) : whole).toString();
    }
}
