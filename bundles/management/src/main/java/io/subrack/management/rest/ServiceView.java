/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import java.util.List;
import java.util.Map;

/** An OSGi service in JSON. */
record ServiceView(
        long id,
        List<String> interfaces,
        String bundle,
        String version,
        long bundleId,
        int ranking,
        String scope,
        List<String> consumers,
        Map<String, Object> properties) {}
