/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent: a 4xx problem with a sentence, and nothing changes. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final String SHA = "0123456789abcdef".repeat(4);

    private ApiServer api;

    @BeforeAll
    void open() throws Exception {
        api = new ApiServer();
    }

    @AfterAll
    void close() throws Exception {
        assertThat(api.deployments.currentSet().number()).isZero();
        assertThat(api.deployments.history(10)).isEmpty();
        api.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "not json",
                "[]",
                "\"text\"",
                "null",
                "{\"plan\": 1} trailing",
                "{\"changes\": [], \"changes\": []}",
                "\u0000\u0001",
                "{\"a\":[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]}"
            })
    void whatIsNoJsonObjectIs400(String body) {
        for (var path : new String[] {"/plans", "/deployments"}) {
            var answer = api.postJson(path, body);

            assertThat(answer.status()).as(answer.text()).isEqualTo(400);
            assertThat(answer.json().get("type").textValue()).isEqualTo("urn:subrack:problem:http:bad-request");
            assertThat(answer.json().get("detail").textValue()).contains("body");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                                                                 | changes must be a list of 1 to 1000 objects
                    {"changes": {}}                                                    | changes must be a list of 1 to 1000 objects
                    {"changes": []}                                                    | changes must be a list of 1 to 1000 objects
                    {"changes": ["x"]}                                                 | changes[0] must be an object: {…}
                    {"changes": [{}]}                                                  | changes[0].action is missing
                    {"changes": [{"action": 7}]}                                       | changes[0].action must be a text
                    {"changes": [{"action": "delete"}]}                                | changes[0].action must be one of deploy, grant, install, rollBack, start, stop, uninstall, update
                    {"changes": [{"action": "install"}]}                               | changes[0].artifact is missing
                    {"changes": [{"action": "install", "artifact": "SHA"}]}            | changes[0].artifact must be a SHA-256 of 64 lower-case hexadecimal digits, as POST /artifacts answers it
                    {"changes": [{"action": "stop", "bundle": "../../etc"}]}           | changes[0].bundle must be a bundle's symbolic name: letters, digits, '_', '-' and single dots, at most 255 characters
                    {"changes": [{"action": "stop", "bundle": "a", "set": 1}]}         | changes[0].set is not known here; known are action, bundle
                    {"changes": [{"action": "rollBack"}]}                              | changes[0].set is missing
                    {"changes": [{"action": "rollBack", "set": "1"}]}                  | changes[0].set must be a whole number from 0 up, without quotes
                    {"changes": [{"action": "rollBack", "set": -1}]}                   | changes[0].set must be a whole number from 0 up, without quotes
                    {"changes": [{"action": "rollBack", "set": 1.5}]}                  | changes[0].set must be a whole number from 0 up, without quotes
                    {"changes": [{"action": "rollBack", "set": 99999999999999999999}]} | changes[0].set must be a whole number from 0 up, without quotes
                    {"changes": [{"action": "start", "bundle": "a"}], "auther": "x"}   | auther is not known here; known are changes, reason
                    {"changes": [{"action": "start", "bundle": "a"}], "author": "me"}  | author is not known here; known are changes, reason
                    {"changes": [{"action": "start", "bundle": "a"}], "reason": "a\\nb"} | reason must not have control characters; write it in one line
                    {"changes": [{"action": "start", "bundle": "a"}, {"action": "rollBack", "set": 0}]} | changes must have nothing beside a rollBack: it already says what every bundle will be
                    """)
    void aPlanRequestThatIsNotUsableIs422(String body, String sentence) {
        var answer = api.postJson("/plans", body);

        assertThat(answer.status()).as(answer.text()).isEqualTo(422);
        assertThat(answer.json().get("detail").textValue()).isEqualTo(sentence);
        assertThat(answer.json().at("/faults/0/sentence").textValue()).isEqualTo(sentence);
    }

    @Test
    void tellsAllFaultsAtOnce() {
        var answer = api.postJson("/plans", """
                {"author": 1, "reason": "%s", "what": 1,
                 "changes": [{"action": "fly"}, {"action": "install", "artifact": "x"}]}""".formatted("x".repeat(501)));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("faults")).hasSize(5);
        assertThat(answer.json().get("detail").textValue()).startsWith("5 faults: ");
        assertThat(answer.json().get("faults").findValuesAsText("where"))
                .containsExactlyInAnyOrder("author", "reason", "what", "changes[0].action", "changes[1].artifact");
    }

    @Test
    void keepsTheAnswerToAThousandFaultsShort() {
        var changes =
                IntStream.range(0, 1_000).mapToObj(i -> "{\"action\": \"fly\"}").collect(Collectors.joining(","));

        var answer = api.postJson("/plans", "{\"changes\": [" + changes + "]}");

        assertThat(answer.json().get("detail").textValue()).startsWith("1000 faults: ");
        assertThat(answer.json().get("faults")).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/artifacts/xyz",
                "/artifacts/0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
                "/bundles?limit=0",
                "/bundles?limit=-1",
                "/bundles?limit=ten",
                "/bundles?limit=1.5",
                "/bundles?limit=99999999999999999999",
                "/bundles?state=RUNNING",
                "/bundles?health=well",
                "/bundles/a..b",
                "/bundles/a%20b",
                "/bundles/a%20b%22",
                "/deployments?limit=501",
                "/sets?limit=x",
                "/sets?before=-1",
                "/sets/x",
                "/sets/-1",
                "/sets/1e3",
                "/services?limit=0",
                "/services?after=x",
                "/services?filter=x",
                "/services?filter=(a=b",
                "/deployments/00000000000000000000000000000001?wait=10",
                "/deployments/00000000000000000000000000000001?wait=-PT1S",
                "/deployments/00000000000000000000000000000001?wait=PT1H"
            })
    void aParameterThatIsWrongIs400(String path) {
        var answer = api.get(path);

        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().at("/faults/0/sentence").textValue()).contains(" must be ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/artifacts/0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
                "/bundles/com.acme.none",
                "/bundles/com.acme.none/state",
                "/deployments/00000000000000000000000000000001",
                "/deployments/..",
                "/deployments/a b",
                "/deployments/none/events",
                "/deployments?before=none",
                "/plans/none",
                "/sets/99"
            })
    void whatIsNotThereIs404(String path) {
        var answer = api.get(path.replace(" ", "%20"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(404);
    }

    @Test
    void unknownArtifactsAndPlansAre404() {
        var plan = api.postJson(
                "/plans", "{\"changes\": [{\"action\": \"install\", \"artifact\": \"%s\"}]}".formatted(SHA));
        var deployment = api.postJson("/deployments", "{\"plan\": \"../../x\"}");

        assertThat(plan.status()).isEqualTo(404);
        assertThat(plan.json().get("type").textValue()).endsWith("artifact:unknown");
        assertThat(deployment.status()).isEqualTo(404);
        assertThat(deployment.json().get("type").textValue()).endsWith("deploy:plan-unknown");
    }

    @Test
    void aDeploymentRequestThatIsNotUsableIs422() {
        var answer = api.postJson("/deployments", "{\"plan\": 5, \"yes\": \"true\", \"now\": 1}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().get("faults")).hasSize(3);
    }

    @Test
    void whatIsNoBundleIs422AndStoresNothing() {
        for (var path : new String[] {"/artifacts", "/bundles"}) {
            var answer = api.postJar(path, "PK\u0003\u0004 but not really");

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.json().get("type").textValue()).endsWith("artifact:invalid");
        }
        assertThat(api.artifacts.stored).isEmpty();
    }

    @Test
    void anUploadThatSaysItIsTooLargeIsRefusedBeforeItIsRead() throws Exception {
        for (var path : new String[] {"/artifacts", "/bundles"}) {
            assertThat(answerToHead(path, 20_001))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("http:content-too-large", "20001", "upload.max.mebibytes");
        }
    }

    /** Returns what comes for the head of an upload alone. */
    private String answerToHead(String path, int length) throws Exception {
        var uri = api.uri(path);
        try (var socket = new Socket(uri.getHost(), uri.getPort())) {
            socket.setSoTimeout(20_000);
            var head = "POST " + uri.getPath() + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                    + "\r\nContent-Type: application/java-archive\r\nConnection: close\r\nContent-Length: " + length
                    + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void anUploadThatTurnsOutTooLargeIsRefused() {
        var chunked =
                BodyPublishers.ofByteArrays(java.util.List.of("x".repeat(15_000).getBytes(StandardCharsets.UTF_8)));

        var answer = api.send("POST", "/artifacts", chunked, "Content-Type", "application/java-archive");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.json().get("type").textValue()).endsWith("artifact:too-large");
    }

    @Test
    void aJsonBodyThatIsTooLargeIs413() {
        var answer = api.postJson("/plans", "{\"reason\": \"" + "x".repeat(Json.MAX_BYTES) + "\"}");

        assertThat(answer.status()).isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/plans,text/plain",
        "POST,/deployments,application/xml",
        "POST,/artifacts,application/json",
        "POST,/bundles,multipart/form-data",
        "PUT,/bundles/com.acme.greeter/state,text/plain"
    })
    void anotherContentTypeIs415(String method, String path, String type) {
        assertThat(api.send(method, path, BodyPublishers.ofString("{}"), "Content-Type", type)
                        .status())
                .isEqualTo(415);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?yes=maybe", "?plan=1", "?yes=TRUE"})
    void anOptionThatIsNeitherTrueNorFalseIs400BeforeAnythingIsStored(String query) {
        var answer = api.postJar("/bundles" + query, "com.acme.greeter 1.0.0");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("detail").textValue()).contains("must be true or false");
        assertThat(api.artifacts.stored).isEmpty();
    }

    @Test
    void remarksWithControlCharactersOrTooLongAreRefused() {
        assertThat(api.postJar("/bundles?reason=a%0Ab", "com.acme.greeter 1.0.0")
                        .status())
                .isEqualTo(400);
        assertThat(api.postJar("/bundles?reason=%E2%80%AEevil", "com.acme.greeter 1.0.0")
                        .status())
                .isEqualTo(400);
        var both = api.postJar("/bundles?yes=x&reason=" + "x".repeat(501), "com.acme.greeter 1.0.0");
        assertThat(both.status()).isEqualTo(400);
        assertThat(both.json().get("faults")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"state\": \"PAUSED\"}", "{\"state\": true}", "{\"state\": \"STOPPED\", \"x\": 1}"})
    void aStateThatIsNoneIs422(String body) {
        assertThat(api.putJson("/bundles/com.acme.greeter/state", body).status())
                .isEqualTo(422);
    }

    @Test
    void aLastEventIdThatIsNoNumberIs400() {
        assertThat(api.get("/deployments/none/events", "Last-Event-ID", "x").status())
                .isEqualTo(400);
    }

    @Test
    void anotherMethodIs405() {
        assertThat(api.send("DELETE", "/sets/0", BodyPublishers.noBody()).status())
                .isEqualTo(405);
    }
}
