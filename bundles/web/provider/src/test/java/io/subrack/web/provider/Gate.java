/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.spi.MountHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** A handler whose requests end when the test says so. */
final class Gate implements MountHandler {
    final CountDownLatch open = new CountDownLatch(1);
    final AtomicInteger inside = new AtomicInteger();
    final AtomicBoolean closed = new AtomicBoolean();
    final AtomicBoolean ranAfterClose = new AtomicBoolean();

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        inside.incrementAndGet();
        try {
            open.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        ranAfterClose.compareAndSet(false, closed.get());
        response.getWriter().print("late");
        inside.decrementAndGet();
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
