/* SPDX-License-Identifier: Apache-2.0 */
/** Measures the platform beside a plain Jetty and Jersey program. */
@NullMarked
package io.subrack.tests.benchmarks;

import org.jspecify.annotations.NullMarked;
