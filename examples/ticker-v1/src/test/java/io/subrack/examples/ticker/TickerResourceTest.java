/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.ticker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.BadRequestException;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TickerResourceTest {
    private final TickerResource ticker = new TickerResource("1.0.0");

    @AfterEach
    void close() {
        ticker.close();
    }

    @Test
    void answersAStageLater() throws Exception {
        var answer = ticker.stage(20).toCompletableFuture();

        assertThat(answer.get(60, TimeUnit.SECONDS)).isEqualTo(new Tick("1.0.0", 1, 20));
    }

    @Test
    void streamsAllBytesInOrder() throws Exception {
        var out = new ByteArrayOutputStream();

        ticker.download(1, 300).write(out);

        byte[] bytes = out.toByteArray();
        assertThat(bytes).hasSize(3000);
        for (int position = 0; position < bytes.length; position++) {
            assertThat(bytes[position]).isEqualTo(Download.byteAt(position));
        }
    }

    @Test
    void refusesToTakeForever() {
        assertThatThrownBy(() -> ticker.slow(60_001))
                .isInstanceOf(BadRequestException.class)
                .hasMessage("millis must be 1 to 60000, not 60001");
    }
}
