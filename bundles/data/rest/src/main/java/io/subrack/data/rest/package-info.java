/* SPDX-License-Identifier: Apache-2.0 */
/** The database over HTTP, at {@code /api/platform/v1/data}. Its description is {@code openapi.json}. */
@NullMarked
package io.subrack.data.rest;

import org.jspecify.annotations.NullMarked;
