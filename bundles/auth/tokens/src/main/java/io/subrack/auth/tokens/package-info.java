/* SPDX-License-Identifier: Apache-2.0 */
/** Signing keys, access tokens, and the one place that checks them. */
@NullMarked
package io.subrack.auth.tokens;

import org.jspecify.annotations.NullMarked;
