/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import static io.subrack.web.rest.TestApplication.assertProblem;
import static io.subrack.web.rest.TestApplication.model;
import static io.subrack.web.rest.TestDoor.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.IOException;
import java.net.URLClassLoader;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where an application is served, with what, and that nothing of it stays behind. */
class RestApplicationTest {
    @RegisterExtension
    final TestApplication test = new TestApplication();

    @Test
    void injectsTheServletObjectsAndTheUri() throws Exception {
        HttpResponse<String> answer = test.door().get("/things/servlet?q=a%20b");

        assertThat(answer.body()).isEqualTo("GET  things/servlet a b AppClassLoader");
        assertThat(answer.headers().firstValue("X-Direct")).hasValue("yes");
    }

    @Test
    void toleratesCharactersThatClientsForgetToEscape() throws Exception {
        assertThat(test.raw("GET /things/servlet?q={a}|b HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .contains(" 200 ")
                .contains("{a}|b");
    }

    @ParameterizedTest
    @CsvSource({
        "/things, /things",
        "/things/json/ada, /things/json/{name}",
        "/things/number/12, /things/number/{n}",
        "/things/sub/7/leaf, /things/sub/{id}/leaf",
        "/things/fail/other, /things/fail/{how}"
    })
    void tellsWhichRouteTemplateMatched(String path, String template) throws Exception {
        test.door().get(path);

        await(() -> test.door().running() == 0);
        assertThat(test.door().lastTemplate).isEqualTo(template);
    }

    @Test
    void tellsNoTemplateWhereNothingMatched() throws Exception {
        test.host("/base", new Things());

        test.door().get("/base/elsewhere");

        await(() -> test.door().running() == 0);
        assertThat(test.door().lastTemplate).isNull();
    }

    @Test
    void servesBelowTheBaseOfItsApplication() throws Exception {
        test.host("/shop/v1", new Things());

        assertThat(test.door().get("/shop/v1/things").body()).isEqualTo("hello");
        await(() -> "/shop/v1/things".equals(test.door().lastTemplate));
    }

    private static final class Stamp implements ContainerResponseFilter {
        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            response.getHeaders().add("X-Stamp", "stamped");
        }
    }

    private static final class Teapot implements ExceptionMapper<IOException> {
        @Override
        public Response toResponse(IOException failure) {
            return Response.status(418).entity("teapot").type("text/plain").build();
        }
    }

    private static final class OwnThrowableMapper implements ExceptionMapper<Throwable> {
        @Override
        public Response toResponse(Throwable failure) {
            return Response.status(599).entity("own").type("text/plain").build();
        }
    }

    @Test
    void appliesExtensionsBeforeItsOwn() throws Exception {
        test.host(
                "/",
                List.of(
                        extension(new Stamp(), ContainerResponseFilter.class),
                        extension(new Teapot(), ExceptionMapper.class)),
                new Things());

        HttpResponse<String> answer = test.door().get("/things/fail/io");

        assertThat(answer.statusCode()).isEqualTo(418);
        assertThat(answer.headers().firstValue("X-Stamp")).hasValue("stamped");
        assertProblem(test.door().get("/things/fail/error"), 500, "http:internal");
    }

    @Test
    void prefersTheBundlesOwnMapperOfEverything() throws Exception {
        test.host("/", List.of(extension(new OwnThrowableMapper(), ExceptionMapper.class)), new Things());

        assertThat(test.door().get("/things/fail/io").statusCode()).isEqualTo(599);
    }

    static AppModel.Extension extension(Object instance, Class<?> contract) {
        return new AppModel.Extension(new InstanceSource.Constant(instance), Set.of(contract), false);
    }

    @Test
    void failsToWarmUpWithASentenceWhenAResourceIsWrong() {
        var broken = new RestApplication(
                model("/", List.of(), List.of(new InstanceSource.Constant(new Things.Ambiguous())), List.of()),
                () -> {});

        assertThatThrownBy(broken::warmUp)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("com.acme.things 1.0.0: its REST application at / cannot be built")
                .hasMessageContaining("one")
                .hasMessageContaining("two");
        assertThatThrownBy(broken::warmUp).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void isBuiltOnceByTheFirstRequestOrByWarmingUp() throws Exception {
        assertThat(test.application().isBuilt()).isFalse();

        test.application().warmUp();

        assertThat(test.application().isBuilt()).isTrue();
        assertThat(test.door().get("/things").body()).isEqualTo("hello");
    }

    @Test
    void leavesNoClassLoaderBehindWhenItIsClosed() throws Exception {
        int threads = Thread.activeCount();
        var loader = new java.lang.ref.WeakReference<>(useAndClose());

        await(() -> {
            System.gc();
            return loader.get() == null;
        });
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("rest-timeouts com.acme.leaky"));
        assertThat(threads).isPositive();
    }

    @Test
    void leavesNoClassLoaderBehindWhenABuildFails() throws Exception {
        var loader = new java.lang.ref.WeakReference<>(buildBroken());

        await(() -> {
            System.gc();
            return loader.get() == null;
        });
    }

    private ClassLoader useAndClose() throws Exception {
        ClassLoader loader = throwAway();
        Class<?> things = loader.loadClass(Things.class.getName());
        var leaky = new RestApplication(
                new AppModel(
                        "com.acme.leaky 1.0.0",
                        "/",
                        loader,
                        List.of(new InstanceSource.Constant(
                                things.getDeclaredConstructor().newInstance())),
                        List.of(),
                        List.of(),
                        List.of(),
                        Map.of(),
                        PublicPaths.NONE,
                        false),
                () -> {});
        test.door().mount("/", leaky);
        assertThat(test.door().get("/things/json/a").statusCode())
                .as(() -> String.valueOf(test.door().lastFailure))
                .isEqualTo(200);
        assertThat(test.door().get("/things/timeout").statusCode()).isEqualTo(503);
        assertThat(test.door().get("/things/servlet").statusCode()).isEqualTo(200);
        assertThat(test.door().get("/things/stage").statusCode()).isEqualTo(200);
        assertThat(test.door()
                        .send(
                                "POST",
                                "/things/json",
                                "{\"name\":\"b\",\"since\":\"2026-01-02T03:04:05Z\"}",
                                "Content-Type",
                                "application/json")
                        .statusCode())
                .isEqualTo(201);
        test.door().mount("/", new RestApplication(model("/", List.of(), List.of(), List.of()), () -> {}));
        return loader;
    }

    private ClassLoader buildBroken() throws Exception {
        ClassLoader loader = throwAway();
        Object broken = loader.loadClass(Things.Ambiguous.class.getName())
                .getDeclaredConstructor()
                .newInstance();
        var application = new RestApplication(
                model("/", List.of(), List.of(new InstanceSource.Constant(broken)), List.of()), () -> {});
        assertThatThrownBy(application::warmUp).isInstanceOf(IllegalStateException.class);
        application.close();
        return loader;
    }

    /** Loads the resources again, everything else from here. */
    private static ClassLoader throwAway() {
        var here =
                RestApplicationTest.class.getProtectionDomain().getCodeSource().getLocation();
        return new URLClassLoader(new java.net.URL[] {here}, RestApplicationTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (name.startsWith(Things.class.getName())) {
                    synchronized (getClassLoadingLock(name)) {
                        Class<?> loaded = findLoadedClass(name);
                        return loaded != null ? loaded : findClass(name);
                    }
                }
                return super.loadClass(name, resolve);
            }
        };
    }
}
