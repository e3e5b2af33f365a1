/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.resources.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The HTTP statuses that an operation answers with, beside those that any has (401, 403, 500, 503). A test holds them
 * against the OpenAPI document of the module. An operation with a 412 reads {@code If-Match}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Answers {
    /** The statuses, in ascending order. */
    int[] value();
}
