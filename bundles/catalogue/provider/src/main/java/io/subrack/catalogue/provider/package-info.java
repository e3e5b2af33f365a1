/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.subrack.catalogue.provider;

import org.jspecify.annotations.NullMarked;
