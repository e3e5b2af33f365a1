/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static io.subrack.web.rest.TestApplication.assertProblem;
import static io.subrack.web.rest.TestDoor.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.ext.ContextResolver;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes in and what goes out as a body. */
class RestBodiesTest {
    @RegisterExtension
    final TestApplication test = new TestApplication();

    @Test
    void writesRecordsTimesAndOptionalsAsJson() throws Exception {
        HttpResponse<String> answer = test.door().get("/things/json/ada");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("Content-Length")).isPresent();
        assertThat(answer.body())
                .isEqualTo(
                        "{\"name\":\"ada\",\"count\":3,\"since\":\"2026-01-02T03:04:05Z\",\"until\":\"2026-03-04\"}");
    }

    @Test
    void writesJsonWhereAMethodSaysNothingAboutItsMediaType() throws Exception {
        HttpResponse<String> answer = test.door().get("/things/plain-record");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
    }

    /** Prefers its own mapper for one media type. */
    @Produces("application/vnd.acme+json")
    static final class Snakes implements ContextResolver<ObjectMapper> {
        @Override
        public ObjectMapper getContext(Class<?> type) {
            return new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.UPPER_SNAKE_CASE);
        }
    }

    /** One answer in two media types. */
    @Path("/mapped")
    public static final class Mapped {
        @GET
        @Path("bean")
        @Produces({"application/json", "application/vnd.acme+json"})
        public Counted bean() {
            return new Counted(1);
        }
    }

    public record Counted(int howMany) {}

    @Test
    void takesTheMapperThatTheApplicationHasForTheMediaType() throws Exception {
        test.host("/own", List.of(RestApplicationTest.extension(new Snakes(), ContextResolver.class)), new Mapped());

        for (int round = 0; round < 2; round++) {
            assertThat(mapped("application/json")).isEqualTo("{\"howMany\":1}");
            assertThat(mapped("application/vnd.acme+json")).isEqualTo("{\"HOW_MANY\":1}");
            assertThat(mapped("application/vnd.acme+json")).isEqualTo("{\"HOW_MANY\":1}");
        }
    }

    private String mapped(String media) throws Exception {
        return test.door().get("/own/mapped/bean", "Accept", media).body();
    }

    @Test
    void readsJsonAndIgnoresUnknownMembers() throws Exception {
        HttpResponse<String> answer =
                post("{\"name\":\"b\",\"count\":1,\"since\":\"2026-01-02T03:04:05Z\",\"more\":[1]}");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).contains("\"count\":1").contains("\"until\":null");
    }

    private HttpResponse<String> post(String body) throws Exception {
        return test.door().send("POST", "/things/json", body, "Content-Type", "application/json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": oops}|not valid JSON (line 1, column 10)",
                "{\"name\": \"a\"|ends before its JSON is complete",
                "{\"count\": \"many\"}|Member 'count' is not a number that fits (line 1, column 11)",
                "{\"since\": \"yesterday\"}|Member 'since' is not an ISO 8601 Instant",
                "[1]|The body is not an object of the expected form",
                "{\"count\": -1}|refused (line 1, column 13): count must not be negative",
                "''|The request's body is empty"
            })
    void namesThePlaceInABodyThatCannotBeUsed(String body, String detail) throws Exception {
        HttpResponse<String> answer = post(body);

        assertProblem(answer, 400, "http:bad-request");
        assertThat(answer.body()).contains(detail).doesNotContain("jackson").doesNotContain("io.subrack");
    }

    @Test
    void readsForms() throws Exception {
        assertThat(test.door()
                        .send("POST", "/things/form", "name=a+b", "Content-Type", "application/x-www-form-urlencoded")
                        .body())
                .isEqualTo("form a b");
    }

    @Test
    void answersABodyThatIsTooLargeOrBroken() throws Exception {
        test.door().bodyFault = new IOException("gone");
        assertProblem(post("{}"), 400, "http:bad-request");

        test.door().bodyTooLarge = true;
        assertProblem(post("{}"), 413, "http:content-too-large");
    }

    @Test
    void streamsWithoutKeepingTheAnswerInMemory() throws Exception {
        HttpResponse<String> answer = test.door().get("/things/stream");

        assertThat(answer.body()).hasSize(200_000);
        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
    }

    @Test
    void breaksTheConnectionWhenAStreamBreaksOff() {
        assertThatThrownBy(() -> test.door().get("/things/stream?break=true")).isInstanceOf(IOException.class);
        assertThat(test.door().lastFailure).hasMessageContaining("broke off its answer");
    }

    @Test
    void breaksTheConnectionWhenAnAsynchronousStreamBreaksOff() throws Exception {
        for (int i = 0; i < 30; i++) {
            assertThatThrownBy(() -> test.door().get("/things/async-stream")).isInstanceOf(IOException.class);

            await(() -> test.door().running() == 0);
        }
    }

    @Test
    void survivesClientsThatLeaveDuringTheirAnswer() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (var socket = new Socket("127.0.0.1", test.door().port())) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream()
                        .write("GET /things/stream HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().read()).isPositive();
            }
        }

        await(() -> test.door().running() == 0);
        assertThat(test.door().get("/things").body()).isEqualTo("hello");
    }
}
