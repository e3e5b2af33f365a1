/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * A bundle in a list.
 *
 * @param bundle what is known of it without looking long
 * @param services how many services it registers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BundleItem(@JsonUnwrapped BundleSummary bundle, int services) {}
