/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.FakeBundles.bundle;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.web.spi.FrontDoor.RouteStatus;
import jakarta.servlet.http.HttpServlet;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.servlet.runtime.dto.RuntimeDTO;
import org.osgi.service.servlet.runtime.dto.ServletContextDTO;
import org.osgi.service.servlet.runtime.dto.ServletDTO;

@Timeout(120)
class ServletMountsTest {
    private static final ServletGuard GUARD = new ServletGuard(path -> null, id -> null);

    private final Routes routes = new Routes(Duration.ofSeconds(20), Duration.ofSeconds(5), false);
    private final Bundle bundle = bundle("com.acme.a", "1.0.0");
    private final ServletMounts mounts = new ServletMounts(routes, bundle, new HttpServlet() {}, GUARD);

    private ServletMount servlet(long id, String pattern) {
        ServiceReference<?> service = (ServiceReference<?>) Proxy.newProxyInstance(
                ServletMountsTest.class.getClassLoader(),
                new Class<?>[] {ServiceReference.class},
                (p, m, a) -> switch ((String) a[0]) {
                    case "service.id" -> id;
                    case "osgi.http.whiteboard.servlet.pattern" -> pattern;
                    default -> null;
                });
        ServletMount mount = new ServletMount(service, bundle, System.nanoTime());
        ServletDTO servlet = new ServletDTO();
        servlet.serviceId = id;
        servlet.patterns = new String[] {pattern};
        ServletContextDTO context = new ServletContextDTO();
        context.contextPath = "";
        context.servletDTOs = new ServletDTO[] {servlet};
        context.resourceDTOs = new org.osgi.service.servlet.runtime.dto.ResourceDTO[0];
        RuntimeDTO runtime = new RuntimeDTO();
        runtime.servletContextDTOs = new ServletContextDTO[] {context};
        assertThat(mount.lookUp(runtime)).isTrue();
        return mount;
    }

    private Hosted hosted(String path) {
        return Objects.requireNonNull(Objects.requireNonNull(routes.find(path)).target())
                .hosted();
    }

    private static <T> T soon(Supplier<T> call) throws Exception {
        return CompletableFuture.supplyAsync(call).get(60, TimeUnit.SECONDS);
    }

    private static void assertRuns(CompletableFuture<?> future) throws Exception {
        try {
            future.get(100, TimeUnit.MILLISECONDS);
            throw new AssertionError("over already");
        } catch (TimeoutException e) {
            // As it should be.
        }
    }

    @Test
    void takesAServletWhileAnotherIsDrained() throws Exception {
        mounts.add(servlet(1, "/one"));
        mounts.add(servlet(2, "/two"));
        Hosted busy = hosted("/one");
        assertThat(busy.enter()).isTrue();

        CompletableFuture<Void> removal = CompletableFuture.runAsync(() -> mounts.remove(1));
        Door.await(() -> routes.find("/one").target() == null);

        assertThat(soon(() -> mounts.add(servlet(3, "/three")))).isTrue();
        assertThat(soon(() -> {
                    mounts.remove(2);
                    return mounts.over();
                }))
                .isFalse();
        assertRuns(removal);
        assertThat(hosted("/three").enter()).isTrue();
        busy.leave();
        removal.get(60, TimeUnit.SECONDS);
        assertThat(routes.routes().stream()
                        .filter(route -> route.state() == io.subrack.web.spi.FrontDoor.State.LIVE)
                        .map(RouteStatus::prefix))
                .containsExactly("/three");
    }

    @Test
    void turnsAServletAwayAtOnceWhileItsLastOneIsDrained() throws Exception {
        mounts.add(servlet(1, "/one"));
        Hosted busy = hosted("/one");
        assertThat(busy.enter()).isTrue();

        CompletableFuture<Void> removal = CompletableFuture.runAsync(() -> mounts.remove(1));
        Door.await(mounts::over);

        assertThat(soon(() -> mounts.add(servlet(2, "/two")))).isFalse();
        assertThat(soon(() -> new ServletMounts(routes, bundle, new HttpServlet() {}, GUARD).add(servlet(2, "/two"))))
                .isTrue();
        assertRuns(removal);
        busy.leave();
        removal.get(60, TimeUnit.SECONDS);
    }

    @Test
    void handsAPlaceOverToAnotherServletOfTheBundle() {
        mounts.add(servlet(1, "/one"));
        mounts.add(servlet(2, "/one/*"));
        Hosted first = hosted("/one");

        mounts.remove(1);

        assertThat(hosted("/one")).isNotSameAs(first);
    }

    @Test
    void doesNotLetARefusedServletHarmTheOthers() {
        bundleWithRoute("/foreign");
        mounts.add(servlet(1, "/one"));
        ServletMount refused = servlet(2, "/foreign");

        assertThat(mounts.add(refused)).isTrue();

        assertThat(refused.fault()).contains("com.acme.b");
        assertThat(mounts.add(servlet(3, "/three"))).isTrue();
        assertThat(hosted("/three").inFlight()).isZero();
    }

    private void bundleWithRoute(String prefix) {
        routes.publish(bundle("com.acme.b", "1.0.0"), "test")
                .set(java.util.List.of(
                        new io.subrack.web.spi.Mount(prefix, io.subrack.web.spi.Access.OPEN, Door.text("b"))));
    }
}
