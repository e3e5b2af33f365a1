/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.management.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The descriptions of what can be called. */
class ApisTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ApiServer api;

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws Exception {
        api = new ApiServer();
        api.postJar("/bundles", "com.acme.greeter 1.0.0");
    }

    @AfterEach
    void close() throws Exception {
        api.close();
    }

    @Test
    void listsThePlatformAndEachBundleWithOperations() {
        var items = api.get("/apis").json().get("items");

        assertThat(items).hasSize(2);
        assertThat(items.get(0).get("bundle").textValue()).isEqualTo("platform");
        assertThat(items.get(0).get("openapi").textValue()).isEqualTo(Api.BASE + "/openapi.json");
        var greeter = items.get(1);
        assertThat(greeter.get("bundle").textValue()).isEqualTo("com.acme.greeter");
        assertThat(greeter.get("operations").intValue()).isEqualTo(2);
        assertThat(greeter.get("prefixes")).hasSize(1);
        assertThat(greeter.at("/prefixes/0").textValue()).isEqualTo("/greeter");
        assertThat(greeter.at("/scopes/0").textValue()).isEqualTo("greeter.read");
        assertThat(greeter.get("generated").booleanValue()).isTrue();
        assertThat(greeter.has("traffic")).isFalse();
    }

    @Test
    void describesABundleByItsOperationsWhereItBringsNoDescription() {
        var document = api.get("/apis/com.acme.greeter/openapi.json").json();

        assertThat(document.get("openapi").textValue()).isEqualTo("3.1.0");
        assertThat(document.get("paths")).hasSize(1);
        var operation = document.at("/paths/~1greeter~1{name}/get");
        assertThat(operation.at("/parameters/0/name").textValue()).isEqualTo("name");
        assertThat(operation.at("/security/0/token/0").textValue()).isEqualTo("greeter.read");
    }

    @Test
    void answersWhatTheBundleBrings() throws Exception {
        var file = Files.writeString(folder.resolve("openapi.json"), """
                {"openapi": "3.0.3", "info": {"title": "Greetings", "version": "7"},
                 "paths": {"/greeter": {"get": {"deprecated": true, "responses": {}}}}}""");
        api.framework.entries.put(ApiDocuments.STANDARD_PLACE, file.toUri().toURL());

        assertThat(api.get("/apis/com.acme.greeter/openapi.json")
                        .json()
                        .at("/info/version")
                        .textValue())
                .isEqualTo("7");
        var item = api.get("/apis").json().at("/items/1");
        assertThat(item.get("title").textValue()).isEqualTo("Greetings");
        assertThat(item.get("generated").booleanValue()).isFalse();
        assertThat(item.get("deprecated").booleanValue()).isTrue();
    }

    @Test
    void goesOnWithoutADescriptionThatCannotBeRead() throws Exception {
        var file = Files.writeString(folder.resolve("openapi.json"), "openapi: 3.1.0");
        api.framework.entries.put(ApiDocuments.STANDARD_PLACE, file.toUri().toURL());

        assertThat(api.get("/apis/com.acme.greeter/openapi.json")
                        .json()
                        .at("/info/title")
                        .textValue())
                .isEqualTo("com.acme.greeter");
    }

    @Test
    void refusesWhatHasNoApi() {
        assertThat(api.get("/apis/com.acme.nobody/openapi.json").status()).isEqualTo(404);
        assertThat(api.get("/apis/a..b/openapi.json").status()).isEqualTo(400);
    }

    @Test
    void describesThePlatformInOneDocument() {
        var document = api.get("/openapi.json").json();

        assertThat(document.get("paths").has(Api.BASE + "/bundles")).isTrue();
        assertThat(document.at("/info/license/identifier").textValue()).isEqualTo("Apache-2.0");
        assertThat(document.at("/components/securitySchemes/token/flows/clientCredentials/scopes")
                        .has("platform.deploy"))
                .isTrue();
        assertThat(document).isEqualTo(api.get("/apis/platform/openapi.json").json());
        document.findValuesAsText("$ref")
                .forEach(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void keepsApartWhatTwoModulesMeanDifferently() throws Exception {
        var merge = new ApiMerge("1");
        merge.add("One", module("/api/platform/v1/one", "string"));
        merge.add("Two", module("/api/platform/v1/two", "integer"));
        merge.add("Three", module("/api/platform/v1/three", "string"));

        var document = merge.document();

        assertThat(document.at("/components/schemas")).hasSize(4);
        assertThat(document.at("/paths/~1api~1platform~1v1~1two/post/responses/200/$ref")
                        .textValue())
                .isEqualTo("#/components/responses/TwoGood");
        assertThat(document.at("/components/responses/TwoGood/content/a~1b/schema/$ref")
                        .textValue())
                .isEqualTo("#/components/schemas/TwoOuter");
        assertThat(document.at("/components/schemas/TwoOuter/properties/inner/$ref")
                        .textValue())
                .isEqualTo("#/components/schemas/TwoInner");
        assertThat(document.at("/paths/~1api~1platform~1v1~1three/post/responses/200/$ref")
                        .textValue())
                .isEqualTo("#/components/responses/Good");
        assertThat(document.findValuesAsText("operationId")).containsExactlyInAnyOrder("make", "makeTwo", "makeThree");
        assertThat(document.at("/paths/~1api~1platform~1v1~1one/post/parameters/0/$ref")
                        .textValue())
                .isEqualTo("#/components/parameters/IdempotencyKey");
        assertThat(document.at("/tags/0/description").textValue()).isEqualTo("Operations on one");
    }

    @Test
    void namesModulesByTheirWord() {
        assertThat(List.of(
                        ApiDocuments.name("io.subrack.audit.rest"),
                        ApiDocuments.name("io.subrack.observe.provider"),
                        ApiDocuments.name("io.subrack.auth.clients")))
                .containsExactly("Audit", "Observe", "Clients");
    }

    private static ObjectNode module(String path, String type) throws Exception {
        return (ObjectNode) JSON.readTree("""
                {"openapi": "3.1.0",
                 "paths": {"PATH": {"post": {"operationId": "make", "responses": {"200": {"$ref": "#/components/responses/Good"}}}}},
                 "components": {
                   "responses": {"Good": {"description": "", "content": {"a/b": {"schema": {"$ref": "#/components/schemas/Outer"}}}}},
                   "schemas": {"Outer": {"properties": {"inner": {"$ref": "#/components/schemas/Inner"}}},
                               "Inner": {"type": "TYPE"}, "Unused": {}}}}""".replace("PATH", path).replace("TYPE", type));
    }
}
