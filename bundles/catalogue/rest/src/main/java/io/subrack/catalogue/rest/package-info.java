/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.subrack.catalogue.rest;

import org.jspecify.annotations.NullMarked;
