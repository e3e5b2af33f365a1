/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.provider;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * The answer to one request: begun either by its handler or, when the handler's time is over, by the front door; never by
 * both.
 */
final class Answer extends Response.Wrapper {
    private static final int NOBODY = 0;
    private static final int HANDLER = 1;
    private static final int DOOR = 2;

    private static final VarHandle AUTHOR;

    static {
        try {
            AUTHOR = MethodHandles.lookup().findVarHandle(Answer.class, "author", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int author = NOBODY;

    Answer(Request request, Response response) {
        super(request, response);
    }

    /** Takes the answer from the handler, whose writes fail from now on; false if it has begun it. */
    boolean takeOver() {
        return AUTHOR.compareAndSet(this, NOBODY, DOOR);
    }

    /** Whether the front door has answered in the handler's place. */
    boolean takenOver() {
        return author == DOOR;
    }

    /** Ends an answer that was begun, as far from its end as it may be. */
    void breakOff(boolean multiplexed, String why) {
        if (multiplexed) {
            getRequest().addHttpStreamWrapper(stream -> {
                // Only the stream itself: what is wrapped around it ends with the handler.
                HttpStream bare = stream;
                while (bare instanceof HttpStream.Wrapper wrapper) {
                    bare = wrapper.getWrapped();
                }
                bare.failed(new EofException(why));
                return stream;
            });
        } else {
            getRequest().getConnectionMetaData().getConnection().getEndPoint().close();
        }
    }

    @Override
    public void write(boolean last, ByteBuffer content, Callback callback) {
        if (author == HANDLER || AUTHOR.compareAndSet(this, NOBODY, HANDLER)) {
            if (getStatus() == HttpStatus.NOT_MODIFIED_304 && !super.isCommitted()) {
                getRequest().addHttpStreamWrapper(WithoutLength::new);
            }
            super.write(last, content, callback);
        } else if (last && BufferUtil.isEmpty(content)) {
            callback.succeeded();
        } else {
            callback.failed(new EofException("the time for the answer is over"));
        }
    }

    @Override
    public boolean isCommitted() {
        return takenOver() || super.isCommitted();
    }

    @Override
    public boolean hasLastWrite() {
        return takenOver() || super.hasLastWrite();
    }

    /** Tells no length of what is not sent: Jetty says 0, which is not that of the content (RFC 9110, 8.6). */
    private static final class WithoutLength extends HttpStream.Wrapper {
        WithoutLength(HttpStream stream) {
            super(stream);
        }

        @Override
        public void prepareResponse(HttpFields.Mutable headers) {
            headers.remove(HttpHeader.CONTENT_LENGTH);
            super.prepareResponse(headers);
        }
    }
}
