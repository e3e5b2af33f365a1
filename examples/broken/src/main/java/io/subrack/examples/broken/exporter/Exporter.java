/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.broken.exporter;

/** The only class of its own in bundles that pack packages of others. */
public final class Exporter {}
