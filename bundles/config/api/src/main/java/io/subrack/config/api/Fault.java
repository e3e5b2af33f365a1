/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.api;

/**
 * Something that is wrong with one value.
 *
 * @param key the key; empty if it is about several
 * @param sentence names the key, the rule, and the value unless it is secret
 */
public record Fault(String key, String sentence) {}
