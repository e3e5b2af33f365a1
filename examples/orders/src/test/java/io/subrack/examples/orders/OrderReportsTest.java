/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.subrack.auth.api.Caller;
import io.subrack.auth.api.PlatformCalls;
import io.subrack.examples.orders.LowStock.LowItem;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.ServiceUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderReportsTest {
    private static final Caller ADA = new Caller(
            Caller.Kind.USER, "u-ada", "ada", "", Set.of("inventory.read"), Set.of(), "", null, null, List.of(), null);

    @TempDir
    Path directory;

    private final Platform platform = new Platform();
    private LowStock stock;

    @BeforeEach
    void start() throws IOException {
        platform.start();
        stock = new LowStock(platform);
    }

    @AfterEach
    void stop() {
        stock.close();
        platform.stop();
    }

    @Test
    void showsWhatWasOrderedAndRunsLow() throws Exception {
        OrderBook book = new OrderBook(directory);
        book.enter(new Order("1", "nut", 3));
        platform.answer = """
                {"items": [{"sku": "bolt", "name": "Bolt M4", "quantity": 1, "shelf": 7},
                           {"sku": "nut", "name": "Nut M4", "quantity": 2, "shelf": 7}]}""";

        var low = new OrderReports(book, stock).low(ADA);

        assertThat(low.items()).containsExactly(new LowItem("nut", "Nut M4", 2));
        assertThat(platform.received).containsExactly("/inventory/reports/low for u-ada with [inventory.read]");
    }

    @Test
    void refusesWhomTheInventoryRefuses() {
        platform.status = 403;

        assertThatThrownBy(() -> stock.items(ADA)).isInstanceOf(ForbiddenException.class);
    }

    @Test
    void saysWhenTheBundleWasNotGrantedTheScope() {
        platform.granted = false;

        assertThatThrownBy(() -> stock.items(ADA))
                .isInstanceOf(ForbiddenException.class)
                .hasMessage("was not granted");
        assertThat(platform.received).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 500, 503})
    void isUnavailableWhileTheInventoryIs(int status) {
        platform.status = status;

        assertThatThrownBy(() -> stock.items(ADA))
                .isInstanceOfSatisfying(
                        ServiceUnavailableException.class,
                        e -> assertThat(e.getResponse().getHeaderString("Retry-After"))
                                .isEqualTo("2"));
    }

    @Test
    void isUnavailableWhileNobodyListens() {
        platform.stop();

        assertThatThrownBy(() -> stock.items(ADA)).isInstanceOf(ServiceUnavailableException.class);
    }

    /** A platform with nothing but an inventory that answers as a test wants it. */
    private static final class Platform implements PlatformCalls {
        final List<String> received = new ArrayList<>();
        volatile String answer = "{\"items\": []}";
        volatile int status = 200;
        boolean granted = true;
        private HttpServer server;

        void start() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", exchange -> {
                received.add(exchange.getRequestURI() + " "
                        + exchange.getRequestHeaders().getFirst("Authorization"));
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
        }

        void stop() {
            server.stop(0);
        }

        @Override
        public HttpRequest.Builder onBehalfOf(Caller caller, String path, String... scopes) {
            if (!granted) {
                throw new SecurityException("was not granted");
            }
            var address = server.getAddress();
            return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + address.getPort() + path))
                    .header("Authorization", "for " + caller.subject() + " with " + List.of(scopes));
        }

        @Override
        public HttpRequest.Builder asBundle(String path, String... scopes) {
            throw new UnsupportedOperationException();
        }
    }
}
