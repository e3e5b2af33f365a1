/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose request headers take too long to arrive. Jetty's idle timeout starts anew with each byte, so
 * that a client could keep a connection for ever; looking at all connections once per second costs requests nothing.
 */
final class HeaderWatch extends AbstractLifeCycle {
    private static final Logger log = LoggerFactory.getLogger(HeaderWatch.class);

    private final ServerConnector connector;
    private final long timeoutNanos;
    private volatile boolean watching;

    HeaderWatch(ServerConnector connector, int timeoutSeconds) {
        this.connector = connector;
        timeoutNanos = TimeUnit.SECONDS.toNanos(timeoutSeconds);
    }

    @Override
    protected void doStart() {
        watching = true;
        schedule();
    }

    @Override
    protected void doStop() {
        watching = false;
    }

    private void schedule() {
        Scheduler scheduler = connector.getServer().getScheduler();
        if (watching && scheduler.isRunning()) {
            scheduler.schedule(this::look, 1, TimeUnit.SECONDS);
        }
    }

    private void look() {
        long now = System.nanoTime();
        for (EndPoint endPoint : connector.getConnectedEndPoints()) {
            if (late(endPoint.getConnection(), now)) {
                log.debug("closing {}: its request headers did not arrive in time", endPoint);
                endPoint.close();
            }
        }
        schedule();
    }

    private boolean late(@Nullable Connection connection, long now) {
        if (connection instanceof SslConnection tls) {
            return late(tls.getSslEndPoint().getConnection(), now);
        }
        HttpParser parser = connection == null ? null : parser(connection);
        if (parser == null) {
            return false;
        }
        HttpParser.State state = parser.getState();
        return state.compareTo(HttpParser.State.START) > 0
                && state.compareTo(HttpParser.State.CONTENT) < 0
                && now - parser.getBeginNanoTime() > timeoutNanos;
    }

    // The class of HTTP/1.1 connections stands in a package that Jetty does not export, but its method is public.
    private static @Nullable HttpParser parser(Connection connection) {
        if (!connection.getClass().getSimpleName().equals("HttpConnection")) {
            return null;
        }
        try {
            Method method = connection.getClass().getMethod("getParser");
            return (HttpParser) method.invoke(connection);
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }
}
