/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.api;

/**
 * One requirement of a planned bundle and what will satisfy it.
 *
 * @param bundle who requires, as {@code com.acme.orders 1.0.0}
 * @param requirement what, as {@code package com.acme.inventory.api [1.0.0,2.0.0)}
 * @param provider who provides, as {@code com.acme.inventory.api 1.2.0} or {@code platform}
 */
public record Wiring(String bundle, String requirement, String provider) {}
