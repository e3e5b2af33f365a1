/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.deployment.bundles.wish;

/** A service that its own bundle needs. */
public interface Wish {}
