/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.subrack.pages;

import org.jspecify.annotations.NullMarked;
