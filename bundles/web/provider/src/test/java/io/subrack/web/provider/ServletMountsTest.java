/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import static io.subrack.web.provider.FakeBundles.bundle;
import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.web.spi.FrontDoor;
import io.subrack.web.spi.Mount;
import jakarta.servlet.http.HttpServlet;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

@Timeout(30)
class ServletMountsTest {
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch drained = new CountDownLatch(1);

    /** Its lists take long to close. */
    private final FrontDoor slow = new FrontDoor() {
        @Override
        public Publication publish(Bundle owner, String publisher) {
            return new Publication() {
                @Override
                public void set(List<Mount> mounts) {}

                @Override
                public void close() {
                    closing.countDown();
                    try {
                        drained.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }
            };
        }

        @Override
        public List<RouteStatus> routes() {
            return List.of();
        }
    };

    private static ServletMount servlet(Bundle bundle, long id) {
        ServiceReference<?> service = (ServiceReference<?>) Proxy.newProxyInstance(
                ServletMountsTest.class.getClassLoader(), new Class<?>[] {ServiceReference.class}, (p, m, a) -> id);
        return new ServletMount(service, bundle, System.nanoTime());
    }

    @Test
    void turnsAServletAwayAtOnceWhileItsLastOneIsDrained() throws Exception {
        Bundle bundle = bundle("com.acme.a", "1.0.0");
        ServletMounts mounts = new ServletMounts(slow, bundle, new HttpServlet() {});
        assertThat(mounts.add(servlet(bundle, 1))).isTrue();

        assertThat(mounts.remove(1)).isTrue();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(mounts::close);
        closing.await();
        CompletableFuture<Boolean> added = CompletableFuture.supplyAsync(() -> mounts.add(servlet(bundle, 2)));

        assertThat(added.get(Duration.ofSeconds(5).toMillis(), TimeUnit.MILLISECONDS))
                .isFalse();
        drained.countDown();
        closed.get();
    }
}
