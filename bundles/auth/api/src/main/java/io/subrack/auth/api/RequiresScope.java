/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Callers need every one of these scopes. On a class it holds for each method that declares no scopes itself, also beside
 * a {@link RequiresRole} of the method: both are needed then. {@link AnyCaller} and {@link PublicAccess} on a method stand
 * in the place of what the class says.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RequiresScope {
    /** Scope tokens of RFC 6749, section 3.3; at least one. */
    String[] value();
}
