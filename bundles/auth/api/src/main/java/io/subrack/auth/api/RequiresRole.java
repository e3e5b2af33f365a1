/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Callers need at least one of these roles. On a class it holds for each method that declares no roles itself, also beside
 * a {@link RequiresScope} of the method: both are needed then. {@link AnyCaller} and {@link PublicAccess} on a method stand
 * in the place of what the class says. Prefer scopes: a role says who somebody is, a scope what a token may do.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RequiresRole {
    /** Names of roles; at least one. */
    String[] value();
}
