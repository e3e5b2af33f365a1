/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.greeter;

/** The answer of the greeter; {@code language} is new in 2.0. */
public record Greeting(String text, String name, String language, String version) {}
