/* SPDX-License-Identifier: Apache-2.0 */
/** Passwords, second factors, sessions, API tokens, roles, and the first run. */
@NullMarked
package io.subrack.auth.accounts;

import org.jspecify.annotations.NullMarked;
