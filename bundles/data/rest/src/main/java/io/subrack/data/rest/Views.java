/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.data.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.data.api.SchemaInfo;
import org.jspecify.annotations.Nullable;

/** What is answered, in JSON. */
final class Views {
    private Views() {}

    /** A schema; without its size where nobody knows that. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Schema(
            String name,
            String bundle,
            String state,
            String created,
            @Nullable Long bytes,
            int activeConnections,
            int idleConnections) {
        static Schema of(SchemaInfo info) {
            return new Schema(
                    info.name(),
                    info.bundle(),
                    info.state().name(),
                    info.created().toString(),
                    info.bytes() < 0 ? null : info.bytes(),
                    info.activeConnections(),
                    info.idleConnections());
        }
    }

    /** @param path where the copy lies, to be resolved against the data directory */
    record Backup(String path) {}
}
