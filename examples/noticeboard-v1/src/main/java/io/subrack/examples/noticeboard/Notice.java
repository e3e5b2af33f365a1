/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.noticeboard;

import java.time.Instant;

/** What somebody has pinned to the board. */
public record Notice(long id, String text, String author, Instant written) {}
