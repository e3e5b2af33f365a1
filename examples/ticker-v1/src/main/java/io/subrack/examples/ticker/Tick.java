/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.ticker;

/**
 * One tick.
 *
 * @param version the version of the bundle that ticked
 * @param number which tick it is of its answer, from 1
 * @param millis how long it took to come
 */
public record Tick(String version, int number, long millis) {}
