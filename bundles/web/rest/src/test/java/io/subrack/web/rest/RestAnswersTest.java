/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static io.subrack.web.rest.TestApplication.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is answered, above all when something is wrong. */
class RestAnswersTest {
    @RegisterExtension
    final TestApplication test = new TestApplication();

    @ParameterizedTest
    @CsvSource({
        "GET,    /things/nope,           404, http:resource-not-found",
        "GET,    /things/number/abc,     404, http:resource-not-found",
        "GET,    /things/number/1?q=abc, 404, http:resource-not-found",
        "GET,    /things/fail/missing,   404, http:resource-not-found",
        "GET,    /things/empty-404,      404, http:resource-not-found",
        "DELETE, /things,                405, http:method-not-allowed",
        "GET,    /things/fail/problem,   409, http:conflict",
        "GET,    /things/fail/other,     500, http:internal",
        "GET,    /things/fail/error,     500, http:internal",
        "GET,    /things/fail/unavailable, 503, http:not-serving",
        "GET,    /things/timeout,        503, http:not-serving",
        "GET,    /things/stage?fail=true, 409, http:conflict",
        "GET,    '/things/%zz',          400, http:bad-request"
    })
    void answersEveryErrorWithAProblem(String method, String path, int status, String code) throws Exception {
        if (path.contains("%zz")) {
            assertThat(test.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .contains(" 400 ");
            return;
        }
        HttpResponse<String> answer = test.door().send(method, path, null);

        assertProblem(answer, status, code);
        assertThat(answer.body()).contains("urn:subrack:request:r1").doesNotContain("secret");
    }

    @Test
    void refusesWhatIsNotAcceptableOrNotSupported() throws Exception {
        assertProblem(test.door().get("/things/json/a", "Accept", "image/png"), 406, "http:not-acceptable");
        assertProblem(
                test.door().send("POST", "/things/json", "x", "Content-Type", "text/plain"),
                415,
                "http:unsupported-media-type");
    }

    @Test
    void saysThatTheTypeOfTheContentCannotBeRead() throws Exception {
        HttpResponse<String> answer = test.door().send("POST", "/things/json", "{}", "Content-Type", "nonsense");

        assertProblem(answer, 400, "http:bad-request");
        assertThat(answer.body()).contains("The header Content-Type cannot be read");
    }

    @Test
    void tellsWhichMethodsAreAllowed() throws Exception {
        HttpResponse<String> refused = test.door().send("DELETE", "/things", null);
        HttpResponse<String> options = test.door().send("OPTIONS", "/things", null);

        assertThat(refused.headers().firstValue("Allow").orElseThrow().split(","))
                .containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS");
        assertThat(refused.body()).contains("DELETE is not allowed at /things; allowed are");
        assertThat(options.statusCode()).isEqualTo(200);
        assertThat(options.headers().firstValue("Allow").orElseThrow().split(","))
                .containsExactlyInAnyOrder("GET", "HEAD", "OPTIONS");
    }

    @Test
    void keepsTheTextAndExtensionsThatAResourceGivesToItsErrors() throws Exception {
        assertThat(test.door().get("/things/fail/missing").body()).contains("no thing called zed; try /things");
        assertThat(test.door().get("/things/fail/problem").body())
                .contains("\"detail\":\"the thing is taken\"")
                .contains("\"by\":[\"ada\",7]");
        assertThat(test.door().get("/things/fail/unavailable").headers().firstValue("Retry-After"))
                .hasValue("7");
        assertThat(test.door().get("/things/fail/down").headers().firstValue("Retry-After"))
                .hasValue("5");
    }

    @Test
    void leavesAnExplicitErrorEntityAlone() throws Exception {
        HttpResponse<String> answer = test.door().get("/things/fail/entity");

        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.body()).isEqualTo("short and stout");
    }

    @Test
    void tellsNothingButTheRequestIdInAServerError() throws Exception {
        assertThat(test.door().get("/things/fail/other").body())
                .isEqualTo(
                        "{\"type\":\"urn:subrack:problem:http:internal\",\"title\":\"Internal error\",\"status\":500,"
                                + "\"instance\":\"urn:subrack:request:r1\"}");
    }

    @Test
    void answersHeadLikeGetWithoutABody() throws Exception {
        HttpResponse<String> head = test.door().send("HEAD", "/things", null);

        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Length")).hasValue("5");
        assertThat(head.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"\"v1\"|304", "W/\"v1\"|304", "*|304", "\"v0\", \"v1\"|304", "\"v2\"|200", "x\"v1\"|200"})
    void answersNotModifiedWhereTheClientKnowsTheEntityTag(String known, int status) throws Exception {
        HttpResponse<String> answer = test.door().get("/things/tagged", "If-None-Match", known);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("ETag")).hasValue("\"v1\"");
        assertThat(answer.body()).isEqualTo(status == 304 ? "" : "content");
    }

    @Test
    void answersAFailedPreconditionWithAProblem() throws Exception {
        assertProblem(
                test.door().send("PUT", "/things/tagged", null, "If-Match", "\"v0\""), 412, "http:precondition-failed");
        assertThat(test.door()
                        .send("PUT", "/things/tagged", null, "If-Match", "\"v1\"")
                        .statusCode())
                .isEqualTo(204);
    }
}
