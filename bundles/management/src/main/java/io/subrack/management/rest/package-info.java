/** The REST API of the platform, at {@code /api/platform/v1}. Its description is {@code openapi.json}. */
@NullMarked
package io.subrack.management.rest;

import org.jspecify.annotations.NullMarked;
