/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.api;

import java.time.Instant;

/**
 * An event as it was written down.
 *
 * @param sequence its number, 1 for the first; no number comes twice
 * @param time when it was told to the log, by this host's clock, in UTC
 * @param event what happened
 * @param previousHash hash of the record before it
 * @param hash its own SHA-256, over all that stands before it in its line
 */
public record AuditRecord(long sequence, Instant time, AuditEvent event, String previousHash, String hash) {}
