/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tracing;

import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What counts, of the configuration and the environment.
 *
 * @param on whether anything is recorded
 * @param endpoint where spans are posted to
 * @param json whether as JSON
 * @param headers what goes with each request, by name; may hold secrets
 * @param certificates a file with the certificates that the collector's is checked by; null for those of the JVM
 * @param gzip whether what is sent is compressed
 * @param timeout for connecting, and for each answer
 * @param sampler which traces are recorded
 * @param resource what is said of this platform
 * @param queue most spans that wait
 * @param batch most spans of one request
 * @param delay after which spans are sent
 * @param attributeChars most characters of an attribute
 * @param excluded paths that are not recorded
 */
record TracingSettings(
        boolean on,
        URI endpoint,
        boolean json,
        Map<String, String> headers,
        @Nullable Path certificates,
        boolean gzip,
        Duration timeout,
        Sampler sampler,
        Map<String, String> resource,
        int queue,
        int batch,
        Duration delay,
        int attributeChars,
        List<String> excluded) {
    TracingSettings {
        headers = Map.copyOf(headers);
        resource = Map.copyOf(resource);
        excluded = List.copyOf(excluded);
    }

    /** Returns where spans go, as people may read it: the query may hold a key. */
    String collector() {
        return endpoint.getScheme() + "://" + endpoint.getRawAuthority() + endpoint.getRawPath();
    }

    /** Says where spans go, and nothing secret. */
    @Override
    public String toString() {
        return on ? collector() + (json ? " (http/json)" : " (http/protobuf)") : "off";
    }
}
