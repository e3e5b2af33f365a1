/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.subrack.config.rest;

import org.jspecify.annotations.NullMarked;
