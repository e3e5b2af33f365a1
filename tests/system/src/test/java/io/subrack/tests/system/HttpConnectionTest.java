/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {
    @Test
    void readsABodyOfKnownLength() throws Exception {
        assertThat(answerTo("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello").text())
                .isEqualTo("Hello");
    }

    @Test
    void readsABodyLargerThanItsBuffer() throws Exception {
        String body = "x".repeat(100_000);

        assertThat(answerTo("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + body)
                        .text())
                .isEqualTo(body);
    }

    @Test
    void readsChunksWithExtensionsAndTrailers() throws Exception {
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;a=b\r\nHello\r\n7\r\n, world\r\n0\r\nTrailer: x\r\n\r\n";

        assertThat(answerTo(answer).text()).isEqualTo("Hello, world");
    }

    @Test
    void skipsInterimAnswers() throws Exception {
        assertThat(answerTo("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n")
                        .status())
                .isEqualTo(204);
    }

    @Test
    void noticesABodyThatIsCutOff() {
        assertThatThrownBy(() -> answerTo("HTTP/1.1 200 OK\r\nCut: here\r\nContent-Length: 9\r\n\r\nHello"))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("4 bytes short");
        assertThatThrownBy(() ->
                        answerTo("HTTP/1.1 200 OK\r\nCut: here\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n"))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void noticesAConnectionThatIsClosedInsteadOfAnAnswer() {
        assertThatThrownBy(() -> answerTo(null))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("where an answer should begin");
    }

    private static HttpAnswer answerTo(String scripted) throws Exception {
        try (var server = new ScriptedServer(number -> scripted);
                var connection = HttpConnection.open(server.url(), Duration.ofSeconds(10))) {
            connection.send(HttpConnection.get(server.url()));
            return connection.receive();
        }
    }
}
