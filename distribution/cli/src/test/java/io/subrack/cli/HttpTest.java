/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class HttpTest {
    @Test
    void leavesNoThreadForWhichTheProcessWouldWait() throws Exception {
        try (FakeServer server = new FakeServer().answer("GET /bundles", 200, "[]")) {
            Http http = Http.to(server.url(), null);
            assertThat(http.send(http.request("/bundles").build(), BodyHandlers.ofString())
                            .statusCode())
                    .isEqualTo(200);
            assertThat(selectors()).isNotZero();

            Http.leave(); // gives them little time, since who calls wants to leave

            for (int i = 0; i < 1_000 && selectors() > 0; i++) {
                Thread.sleep(10);
            }
            assertThat(selectors()).isZero();
        }
    }

    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Http::isSelector)
                .count();
    }
}
