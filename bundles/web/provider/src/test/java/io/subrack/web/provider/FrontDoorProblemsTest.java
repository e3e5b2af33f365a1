/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.Door.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.subrack.kernel.api.ProblemException;
import io.subrack.web.api.WebProblem;
import io.subrack.web.spi.RequestObserver;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered when a request is malformed, nobody is there for it, or its handler fails. */
class FrontDoorProblemsTest {
    @TempDir
    Path data;

    private Door door;

    @BeforeEach
    void open() {
        door = new Door(data);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private static void assertProblem(HttpResponse<String> response, int status, String code) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        String id = response.headers().firstValue("X-Request-Id").orElseThrow();
        assertThat(response.body())
                .contains("\"type\":\"" + code + "\"", "\"status\":" + status)
                .contains("\"instance\":\"urn:subrack:request:" + id + "\"");
    }

    @Test
    void saysThatNobodyOwnsAPath() throws Exception {
        assertProblem(door.get("/nope?x=\"1\"".replace("\"", "%22")), 404, "urn:subrack:problem:http:not-found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TRACE /a HTTP/1.1                | 405 | http:method-not-allowed",
                "CONNECT x:80 HTTP/1.1            | 40  | http:",
                "GET //a HTTP/1.1                 | 400 | http:ambiguous-path",
                "GET /a//b HTTP/1.1               | 400 | http:ambiguous-path",
                "GET /./a HTTP/1.1                | 400 | http:ambiguous-path",
                "GET /a/../b HTTP/1.1             | 400 | http:ambiguous-path",
                "GET /../../etc/passwd HTTP/1.1   | 400 | http:",
                "GET /a%2fb HTTP/1.1              | 400 | http:ambiguous-path",
                "GET /%2e%2e/a HTTP/1.1           | 400 | http:bad-request",
                "GET /a;x=1 HTTP/1.1              | 400 | http:ambiguous-path",
                "GET /a/..;/b HTTP/1.1            | 400 | http:ambiguous-path",
                "GET /a%5cb HTTP/1.1              | 400 | http:ambiguous-path",
                "GET /a\\b HTTP/1.1               | 400 | http:ambiguous-path",
                "GET /a%00 HTTP/1.1               | 400 | http:bad-request",
                "GET /a%zz HTTP/1.1               | 400 | http:bad-request",
                "GET /a%c0%af HTTP/1.1            | 400 | http:bad-request",
                "GET /a%e4 HTTP/1.1               | 400 | http:bad-request",
                "GET /a?q=100% HTTP/1.1           | 400 | http:bad-request",
                "GET a HTTP/1.1                   | 400 | http:bad-request",
                "GET http://x/a%2fb HTTP/1.1      | 400 | http:ambiguous-path",
                "GET  HTTP/1.1                    | 505 | about:blank",
                "NONSENSE                         | 400 | http:bad-request",
                "GET /a HTTP/9.9                  | 505 | about:blank",
            })
    void refusesMalformedRequestsBeforeRouting(String line, int status, String code) throws Exception {
        door.mount("/", text("must not be reached"));

        String answer = door.raw(line + "\r\nHost: x\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status).doesNotContain("must not be reached");
        assertThat(answer).contains("Content-Type: application/problem+json", code, "urn:subrack:request:");
        assertThat(answer).doesNotContain("<html", "Exception", "at org.");
        assertThat(status < 500).isEqualTo(answer.matches("(?s).*\"detail\":\"[^\"]+\\.\".*"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /a%zz          | Host: x             | 400 | each '%' needs two hexadecimal digits",
                "GET /a             | No-Host: x          | 400 | has no Host header",
                "GET /a             | Host: a b<>         | 400 | does not name a host",
                "GET http://y/a     | Host: x             | 400 | another host than the address of the request",
                "GET /a             | Host: x~Host: y     | 400 | more than one Host header",
                "GET /a             | Host: x~X : y       | 400 | (Illegal character",
                "GET /a             | Host: x~Expect: y   | 417 | Nothing but 100-continue",
                "POST /a            | Host: x~Transfer-Encoding: gzip | 400 | does not end with chunked",
                "POST /a            | Host: x~Content-Length: 1~Content-Length: 2 | 400 | more than one Content-Length",
                "POST /a            | Host: x~Content-Length: 1~Transfer-Encoding: chunked | 400 | send one of them",
            })
    void saysInASentenceWhatJettyHasAgainstARequest(String line, String headers, int status, String sentence)
            throws IOException {
        door.mount("/", text("must not be reached"));

        String answer =
                door.raw(line + " HTTP/1.1\r\n" + headers.replace("~", "\r\n") + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status).contains(sentence);
    }

    @ParameterizedTest
    @CsvSource({"10000, 0, 414", "40000, 0, 414", "1, 40000, 431"})
    void saysInASentenceWhatIsTooLong(int pathChars, int headerChars, int status) throws IOException {
        String answer = door.raw("GET /" + "a".repeat(pathChars) + " HTTP/1.1\r\nHost: x\r\nX: "
                + "b".repeat(headerChars) + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 " + status).containsPattern("\"detail\":\"[^\"]+\\.\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a HTTP/1.1\r\nBroken header\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n",
                "GET /a HTTP/1.1\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost: x\r\n folded: y\r\n\r\n",
                "GET /a HTTP/1.1\r\nHost : x\r\n\r\n",
            })
    void answersBrokenMessagesWithAProblem(String message) throws Exception {
        door.mount("/", text("must not be reached"));

        String answer = door.raw(message);

        assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
        assertThat(answer).doesNotContain("<html", "Exception");
    }

    @Test
    void turnsAFailingHandlerIntoABareProblem() throws Exception {
        door.mount("/a", (request, response) -> {
            throw new IllegalStateException("secret reason");
        });

        HttpResponse<String> response = door.get("/a");

        assertProblem(response, 500, "urn:subrack:problem:http:internal");
        assertThat(response.body()).doesNotContain("secret", "detail");
    }

    @Test
    void turnsAHandlersOwnProblemIntoItsAnswer() throws Exception {
        door.mount("/a", (request, response) -> {
            throw new ProblemException(WebProblem.CONFLICT, "the \"name\" is taken");
        });

        HttpResponse<String> response = door.get("/a");

        assertProblem(response, 409, "urn:subrack:problem:http:conflict");
        assertThat(response.body()).contains("\"detail\":\"the \\\"name\\\" is taken\"");
    }

    @Test
    void turnsSendErrorIntoAProblem() throws Exception {
        door.mount("/a", (request, response) -> response.sendError(403, "not you"));
        door.mount("/b", (request, response) -> response.sendError(418));

        assertProblem(door.get("/a"), 403, "urn:subrack:problem:http:forbidden");
        assertThat(door.get("/a").body()).contains("\"detail\":\"not you\"");
        assertProblem(door.get("/b"), 418, "about:blank");
        Door.await(() -> door.observed.size() == 3);
        assertThat(door.observed).noneMatch(RequestObserver.Exchange::failed);
    }

    @Test
    void keepsTheConnectionAfterAProblem() throws Exception {
        door.mount("/a", (request, response) -> response.sendError(404));
        door.mount("/b", (request, response) -> {
            throw new IllegalStateException("on purpose");
        });
        door.mount("/c", text("still here"));
        String get = " HTTP/1.1\r\nHost: x\r\n\r\n";

        String answers = door.raw("GET /a" + get + "GET /b" + get + "HEAD /a" + get + "GET /d" + get + "GET /c" + get);

        assertThat(answers).contains("HTTP/1.1 500", "still here").doesNotContain("Transfer-Encoding");
        assertThat(answers.split("HTTP/1.1 404", -1)).hasSize(4);
    }

    @Test
    void closesAStreamThatFailsAfterItsBeginning() {
        door.mount("/a", (request, response) -> {
            response.getOutputStream().write(new byte[100_000]);
            response.flushBuffer();
            throw new IllegalStateException("half-way");
        });

        assertThatThrownBy(() -> door.get("/a")).isInstanceOf(IOException.class);
    }
}
