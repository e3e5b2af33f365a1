/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.greeter;

/** The answer of the greeter; a record becomes a JSON object with its components in their order. */
public record Greeting(String text, String name, String version) {}
