/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.maintenance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The query parameters that an operation reads. A test holds them against the OpenAPI document. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Queries {
    String[] value();
}
