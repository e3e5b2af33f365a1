/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.config.api;

import java.util.Optional;

/**
 * What the layers say of one key. Each is a text, number, boolean or character, a list of these, or a {@link Secret}.
 *
 * @param effective what counts; empty if nobody says anything
 * @param standard what the bundle says: its shipped configuration, or the default of its metatype
 * @param platform what the configuration file says
 * @param admin what was set through the management API
 * @param secret whether the values are hidden
 */
public record Value(
        Optional<Object> effective,
        Optional<Object> standard,
        Optional<Object> platform,
        Optional<Object> admin,
        boolean secret) {}
