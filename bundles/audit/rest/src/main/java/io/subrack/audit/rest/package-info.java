/** The audit log over HTTP, at {@code /api/platform/v1/audit}. Its description is {@code openapi.json}. */
@NullMarked
package io.subrack.audit.rest;

import org.jspecify.annotations.NullMarked;
