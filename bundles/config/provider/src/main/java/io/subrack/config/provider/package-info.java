/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.subrack.config.provider;

import org.jspecify.annotations.NullMarked;
