/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import io.subrack.web.spi.MountHandler;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A handler that notices when it runs after its end. */
final class Mortal implements MountHandler {
    private final AtomicInteger afterClose;
    private volatile boolean closed;

    Mortal(AtomicInteger afterClose) {
        this.afterClose = afterClose;
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Thread.onSpinWait();
        if (closed) {
            afterClose.incrementAndGet();
        }
        response.getWriter().print("ok");
    }

    @Override
    public void close() {
        closed = true;
    }
}
