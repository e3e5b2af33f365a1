/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes the extension members of a problem document, in an order that never changes. */
final class Members {
    private final Map<String, Object> members = new LinkedHashMap<>();

    private Members() {}

    static Members with(String name, Object value) {
        return new Members().and(name, value);
    }

    Members and(String name, Object value) {
        members.put(name, value);
        return this;
    }

    Map<String, Object> map() {
        return Collections.unmodifiableMap(members);
    }
}
