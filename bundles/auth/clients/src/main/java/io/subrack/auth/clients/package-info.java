/* SPDX-License-Identifier: Apache-2.0 */
/** The REST API of OAuth clients, of what users allowed them, and of signing keys. */
@NullMarked
package io.subrack.auth.clients;

import org.jspecify.annotations.NullMarked;
