/* SPDX-License-Identifier: Apache-2.0 */
/** The REST API of users, groups, roles, sessions and API tokens. */
@NullMarked
package io.subrack.auth.rest;

import org.jspecify.annotations.NullMarked;
