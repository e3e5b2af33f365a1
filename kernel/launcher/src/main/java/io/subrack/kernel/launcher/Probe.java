/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.kernel.launcher;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks the platform that uses a data directory over HTTP whether it is ready; for scripts without an HTTP client. */
final class Probe {
    private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(10).toMillis();

    private final Path data;

    Probe(LauncherConfiguration configuration) {
        this.data = configuration.data();
    }

    ExitCode run() {
        String url = baseUrl(data);
        if (url == null) {
            System.out.println("no platform listens for the data directory " + data);
            return ExitCode.NOT_READY;
        }
        URI ready = URI.create(url).resolve("/health/ready");
        try {
            int status = get(ready, null);
            System.out.println(ready + " answers " + status);
            return status == 200 ? ExitCode.OK : ExitCode.NOT_READY;
        } catch (IOException e) {
            System.out.println(ready + " does not answer: " + e.getMessage());
            return ExitCode.NOT_READY;
        }
    }

    /** Returns where the front door of a running platform listens, or null if none does. */
    static @Nullable String baseUrl(Path data) {
        Path file = data.resolve("run").resolve("http.url");
        try {
            return Files.exists(file) ? Files.readString(file).strip() : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Returns the status of the answer, whose body is read and thrown away. */
    static int get(URI address, @Nullable String token) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        if (token != null) {
            connection.setRequestProperty("Authorization", "Bearer " + token);
        }
        int status = connection.getResponseCode();
        try (var body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (body != null) {
                body.readAllBytes();
            }
        }
        return status;
    }
}
