/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;

/**
 * A bundle in JSON with all that is known of it.
 *
 * @param bundle what lists show
 * @param description what its manifest says of it
 * @param wiring what it is wired to
 * @param services what it registers
 * @param uses what it uses
 */
record BundleDetailView(
        @JsonUnwrapped BundleView bundle,
        String description,
        List<Wire> wiring,
        List<ServiceView> services,
        List<ServiceView> uses) {
    /** One requirement and who provides it. */
    record Wire(String requirement, String provider) {}
}
