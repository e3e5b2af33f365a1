/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.orders;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.subrack.auth.api.Caller;
import io.subrack.auth.api.PlatformCalls;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.ServiceUnavailableException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * Asks the inventory what runs low, over HTTP and on behalf of whoever asks us: nobody learns more by way of this bundle
 * than they would themselves. The bundle needs the scope too: {@code Subrack-Grants} in its manifest asks for it.
 */
@Component(service = LowStock.class)
public final class LowStock {
    /** What the inventory demands of those who read its reports. */
    static final String SCOPE = "inventory.read";

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long RETRY_SECONDS = 2;

    /** An item of which little is left. */
    public record LowItem(String sku, String name, int quantity) {}

    /** What the inventory answers. */
    record Report(List<LowItem> items) {}

    /** What others answer may grow. */
    private final ObjectMapper json =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    private final PlatformCalls calls;
    private final ExecutorService threads;
    private final HttpClient http;

    @Activate
    public LowStock(@Reference PlatformCalls calls) {
        this.calls = calls;
        // Threads of our own, because those of the client would outlive this bundle by a minute.
        this.threads = Executors.newCachedThreadPool(LowStock::thread);
        this.http = HttpClient.newBuilder()
                .executor(threads)
                .connectTimeout(PATIENCE)
                .build();
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "orders-http");
        thread.setDaemon(true);
        return thread;
    }

    @Deactivate
    void close() {
        threads.shutdown();
    }

    List<LowItem> items(Caller caller) {
        try {
            // A new request, with a new token, for each call: a token lives for minutes.
            HttpRequest request = calls.onBehalfOf(caller, "/inventory/reports/low", SCOPE)
                    .header("Accept", "application/json")
                    .timeout(PATIENCE)
                    .build();
            HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
            return switch (answer.statusCode()) {
                case 200 -> json.readValue(answer.body(), Report.class).items();
                case 401, 403 -> throw new ForbiddenException("the inventory does not let you see what runs low");
                default -> throw unavailable("the inventory answered " + answer.statusCode(), null);
            };
        } catch (SecurityException e) {
            // No admin has granted us the scope; the message says how that is done.
            throw new ForbiddenException(e.getMessage(), e);
        } catch (IOException e) {
            throw unavailable("the inventory does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("the request was given up", e);
        }
    }

    private static ServiceUnavailableException unavailable(String sentence, Throwable cause) {
        return new ServiceUnavailableException(sentence, RETRY_SECONDS, cause);
    }
}
