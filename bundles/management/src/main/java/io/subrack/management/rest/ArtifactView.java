/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import io.subrack.kernel.api.ArtifactInfo;
import java.util.Map;

/** An artifact in JSON. */
record ArtifactView(
        String sha256,
        String symbolicName,
        String version,
        long size,
        boolean canLiveTwice,
        Map<String, String> headers) {
    static ArtifactView of(ArtifactInfo info) {
        return new ArtifactView(
                info.digest().hex(),
                info.symbolicName(),
                info.version().toString(),
                info.size(),
                info.canLiveTwice(),
                info.headers());
    }
}
