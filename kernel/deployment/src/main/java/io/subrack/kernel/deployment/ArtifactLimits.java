/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment;

/**
 * How large an artifact may be.
 *
 * @param maxBytes length of the archive
 * @param maxEntries entries of the archive, directories included
 * @param maxUnpackedBytes sum of all entries as really unpacked
 * @param maxRatio how many times larger than the archive its unpacked entries may be, above
 *     {@value #RATIO_FREE_BYTES} bytes
 * @param maxManifestBytes length of the unpacked manifest
 */
record ArtifactLimits(long maxBytes, int maxEntries, long maxUnpackedBytes, int maxRatio, int maxManifestBytes) {
    /** Up to here nobody is hurt, and a small text that repeats itself packs very well. */
    static final long RATIO_FREE_BYTES = 1 << 20;

    static final ArtifactLimits DEFAULTS = new ArtifactLimits(256L << 20, 20_000, 1L << 30, 200, 1 << 20);
}
