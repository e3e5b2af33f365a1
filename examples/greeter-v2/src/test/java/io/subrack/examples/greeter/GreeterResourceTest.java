/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.examples.greeter;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.server.ApplicationHandler;
import org.glassfish.jersey.server.ContainerRequest;
import org.glassfish.jersey.server.ContainerResponse;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.junit.jupiter.api.Test;

/** Calls the resource through Jersey, without HTTP: paths, verbs and JSON are what the platform will make of them. */
class GreeterResourceTest {
    private final ApplicationHandler greeter = new ApplicationHandler(new ResourceConfig(JacksonFeature.class)
            .register(new GreeterResource("Good day"))
            .property(ServerProperties.WADL_FEATURE_DISABLE, true));

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Test
    void greetsByName() throws Exception {
        ContainerResponse answer = get("greeter/Ada", "");

        assertThat(answer.getStatus()).isEqualTo(200);
        assertThat(body)
                .hasToString(
                        "{\"text\":\"Good day, Ada!\",\"name\":\"Ada\",\"language\":\"en\",\"version\":\"2.0.0\"}");
    }

    @Test
    void answersNotModifiedToAKnownTag() throws Exception {
        String tag = get("greeter/Ada", "").getHeaderString(HttpHeaders.ETAG);

        assertThat(get("greeter/Ada", tag).getStatus()).isEqualTo(304);
        assertThat(get("greeter/Grace", tag).getStatus()).isEqualTo(200);
    }

    @Test
    void saysGoodbyeInAKnownLanguageOnly() throws Exception {
        assertThat(get("greeter/Ada/goodbye?language=de", "").getStatus()).isEqualTo(200);
        assertThat(body.toString()).contains("Auf Wiedersehen, Ada!");
        assertThat(get("greeter/Ada/goodbye?language=xx", "").getStatus()).isEqualTo(404);
    }

    private ContainerResponse get(String path, String ifNoneMatch) throws Exception {
        URI base = URI.create("http://localhost/");
        var request = new ContainerRequest(
                base, base.resolve(path), "GET", (SecurityContext) null, new MapPropertiesDelegate(), null);
        if (!ifNoneMatch.isEmpty()) {
            request.header(HttpHeaders.IF_NONE_MATCH, ifNoneMatch);
        }
        body.reset();
        return greeter.apply(request, body).get();
    }
}
