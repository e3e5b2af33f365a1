/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** The bodies of a request and its answer, which tell what happened to them. */
final class ExchangeStreams {
    private ExchangeStreams() {}

    /** Says that the client left while it was being answered. */
    static final class ClientGoneException extends IOException {
        private static final long serialVersionUID = 1L;

        ClientGoneException(IOException cause) {
            super("the client left", cause);
        }
    }

    /** The body of an answer; asks the servlet container for its stream only when somebody writes. */
    static final class Answer extends OutputStream {
        private final ServletResponse response;
        private final Runnable whenGone;
        private @Nullable OutputStream target;

        /** @param whenGone told when the client has left */
        Answer(ServletResponse response, Runnable whenGone) {
            this.response = response;
            this.whenGone = whenGone;
        }

        private OutputStream target() throws IOException {
            OutputStream stream = target;
            if (stream == null) {
                stream = response.getOutputStream();
                target = stream;
            }
            return stream;
        }

        @Override
        public void write(int b) throws IOException {
            try {
                target().write(b);
            } catch (IOException e) {
                throw gone(e);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                target().write(bytes, offset, length);
            } catch (IOException e) {
                throw gone(e);
            }
        }

        @Override
        public void flush() throws IOException {
            try {
                target().flush();
            } catch (IOException e) {
                throw gone(e);
            }
        }

        private IOException gone(IOException cause) {
            whenGone.run();
            return new ClientGoneException(cause);
        }
    }

    /** The body of a request; asks the servlet container for it only when somebody reads. */
    static final class Body extends InputStream {
        private final ServletRequest request;
        private final Runnable whenUnreadable;
        private @Nullable InputStream source;

        /** @param whenUnreadable told when reading failed */
        Body(ServletRequest request, Runnable whenUnreadable) {
            this.request = request;
            this.whenUnreadable = whenUnreadable;
        }

        private InputStream source() throws IOException {
            InputStream stream = source;
            if (stream == null) {
                stream = request.getInputStream();
                source = stream;
            }
            return stream;
        }

        @Override
        public int read() throws IOException {
            try {
                return source().read();
            } catch (IOException | RuntimeException e) {
                whenUnreadable.run();
                throw e;
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return source().read(bytes, offset, length);
            } catch (IOException | RuntimeException e) {
                whenUnreadable.run();
                throw e;
            }
        }

        @Override
        public int available() throws IOException {
            return source().available();
        }

        @Override
        public void close() throws IOException {
            if (source != null) {
                source.close();
            }
        }
    }
}
