/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Anybody may call, also without a credential. Works only below a path that the bundle's manifest names in
 * {@code Subrack-Public}, so that the admin saw it in the plan; elsewhere the operation is refused like one that declares
 * nothing.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface PublicAccess {}
