/* SPDX-License-Identifier: Apache-2.0 */
/** The endpoints of OAuth 2 and OpenID Connect. */
@NullMarked
package io.subrack.auth.oauth;

import org.jspecify.annotations.NullMarked;
