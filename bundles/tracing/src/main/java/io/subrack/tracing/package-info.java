/* SPDX-License-Identifier: Apache-2.0 */
/** Records spans by OpenTelemetry and sends them to a collector over OTLP. */
@NullMarked
package io.subrack.tracing;

import org.jspecify.annotations.NullMarked;
