/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.auth.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Anybody who is known may call: a valid credential is needed, and no scope or role. On a class it holds for each method
 * that declares nothing itself.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface AnyCaller {}
