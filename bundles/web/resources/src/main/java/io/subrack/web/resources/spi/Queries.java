/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.resources.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The query parameters that an operation reads by a {@link Query}, and not by parameters of its method. A test holds them
 * against the OpenAPI document of the module.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Queries {
    /** The names. */
    String[] value();
}
