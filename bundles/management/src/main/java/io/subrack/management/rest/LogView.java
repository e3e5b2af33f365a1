/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.subrack.kernel.spi.PlatformLog;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line of the log in JSON. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record LogView(
        @Nullable Long id,
        String at,
        String level,
        String logger,
        @Nullable String bundle,
        String thread,
        String message,
        @Nullable String exception,
        @Nullable String request,
        @Nullable String trace,
        Map<String, String> context) {
    static LogView of(PlatformLog.Entry entry, BundleLoggers owners) {
        return new LogView(
                entry.id() == 0 ? null : entry.id(),
                entry.at().toString(),
                entry.level().name(),
                entry.logger(),
                owners.bundle(entry.logger()),
                entry.thread(),
                entry.message(),
                entry.exception(),
                entry.context().get("request"),
                entry.context().get("trace"),
                entry.context());
    }
}
