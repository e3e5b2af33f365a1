/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.web.rest;

import io.subrack.auth.api.Caller;
import io.subrack.kernel.api.ProblemType;
import io.subrack.web.api.WebProblem;
import io.subrack.web.rest.IdempotentAnswers.Answer;
import jakarta.annotation.Priority;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.WriterInterceptor;
import jakarta.ws.rs.ext.WriterInterceptorContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.glassfish.jersey.server.ContainerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers of the platform's own API repeat a POST that they do not know the outcome of: with the same
 * {@code Idempotency-Key} it is done once, and answered each time as it was the first time. Runs once it is decided that
 * the caller may, and only successes are remembered: whatever failed may be tried again with the same key.
 */
@Priority(10_000)
final class IdempotencyFilter implements ContainerRequestFilter, ContainerResponseFilter, WriterInterceptor {
    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{8,128}");
    private static final String PENDING = IdempotencyFilter.class.getName();
    private static final List<String> REPEATED =
            List.of(HttpHeaders.LOCATION, HttpHeaders.CONTENT_LOCATION, HttpHeaders.CONTENT_TYPE, HttpHeaders.ETAG);

    private final IdempotentAnswers answers;

    IdempotencyFilter(IdempotentAnswers answers) {
        this.answers = answers;
    }

    @Override
    public void filter(ContainerRequestContext request) throws IOException {
        String key = request.getHeaderString(HEADER);
        if (key == null || !request.getMethod().equals("POST")) {
            return;
        }
        if (!KEY.matcher(key).matches()) {
            refuse(
                    request,
                    WebProblem.BAD_REQUEST,
                    HEADER + " must be 8 to 128 visible ASCII characters, as a random UUID is");
            return;
        }
        var pending = new Pending(identity(request, key), new DigestInputStream(request.getEntityStream(), sha256()));
        var begun = answers.begin(pending.id);
        switch (begun.kind()) {
            case FIRST -> {
                request.setEntityStream(pending.body);
                request.setProperty(PENDING, pending);
                exchange(request).whenOver(() -> answers.abandon(pending.id));
            }
            case RUNNING ->
                refuse(
                        request,
                        IdempotencyProblem.RUNNING,
                        "the first request with this " + HEADER + " is not answered yet; repeat it in a second");
            case FULL ->
                refuse(
                        request,
                        IdempotencyProblem.FULL,
                        "too many requests with a key run at the same time; repeat it in a second");
            case DONE -> again(request, pending, java.util.Objects.requireNonNull(begun.answer()));
        }
    }

    private static void again(ContainerRequestContext request, Pending pending, Answer first) throws IOException {
        if (!pending.bodyDigest().equals(first.request())) {
            refuse(
                    request,
                    IdempotencyProblem.REUSED,
                    "this " + HEADER + " came with another body before; take a new key for each new request");
            return;
        }
        String location = first.headers().get(HttpHeaders.LOCATION);
        if (first.body().isEmpty()) {
            refuse(
                    request,
                    IdempotencyProblem.DONE,
                    "this was done already, and its answer is given once only"
                            + (location == null ? "" : "; what it made is at " + location));
            return;
        }
        var answer = Response.status(first.status()).header(REPLAYED, "true");
        first.headers().forEach(answer::header);
        byte[] body = first.body().get();
        request.abortWith((body.length == 0 ? answer : answer.entity(body)).build());
    }

    private static void refuse(ContainerRequestContext request, ProblemType type, String detail) {
        var answer = Response.status(type.status())
                .type(Problem.MEDIA_TYPE)
                .entity(Problem.of(type, detail).json(exchange(request).requestId()));
        if (type == IdempotencyProblem.RUNNING || type == IdempotencyProblem.FULL) {
            answer.header(HttpHeaders.RETRY_AFTER, 1);
        }
        request.abortWith(answer.build());
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) throws IOException {
        if (!(request.getProperty(PENDING) instanceof Pending pending)) {
            return;
        }
        if (response.getStatus() >= 300) {
            request.removeProperty(PENDING);
            answers.abandon(pending.id);
            return;
        }
        pending.status = response.getStatus();
        for (String name : REPEATED) {
            Optional.ofNullable(response.getHeaderString(name)).ifPresent(value -> pending.headers.put(name, value));
        }
        String caching = response.getHeaderString(HttpHeaders.CACHE_CONTROL);
        pending.secret = caching != null && caching.contains("no-store");
        if (!response.hasEntity()) {
            request.removeProperty(PENDING);
            remember(pending, pending.secret ? Optional.empty() : Optional.of(new byte[0]));
        }
    }

    @Override
    public void aroundWriteTo(WriterInterceptorContext context) throws IOException {
        if (!(context.getProperty(PENDING) instanceof Pending pending)) {
            context.proceed();
            return;
        }
        context.removeProperty(PENDING);
        var copy = new Copy(context.getOutputStream());
        context.setOutputStream(copy);
        context.proceed();
        remember(pending, pending.secret || copy.isTooLong() ? Optional.empty() : Optional.of(copy.bytes()));
    }

    private void remember(Pending pending, Optional<byte[]> body) throws IOException {
        answers.end(pending.id, new Answer(pending.bodyDigest(), pending.status, pending.headers, body));
    }

    /** The same key of another caller, or for another path, is another key. */
    private static String identity(ContainerRequestContext request, String key) {
        String caller = request.getSecurityContext().getUserPrincipal() instanceof Caller known
                ? known.kind() + " " + known.subject()
                : "";
        String text = String.join(
                "\n",
                caller,
                request.getMethod(),
                request.getUriInfo().getRequestUri().getRawPath(),
                String.valueOf(request.getUriInfo().getRequestUri().getRawQuery()),
                key);
        return HexFormat.of().formatHex(sha256().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static ServletExchange exchange(ContainerRequestContext request) {
        return Answers.exchange((ContainerRequest) request.getRequest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A request whose answer will be remembered. Used by one thread at a time. */
    private static final class Pending {
        private final String id;
        private final DigestInputStream body;
        private final Map<String, String> headers = new LinkedHashMap<>();
        private @Nullable String digest;
        private int status;
        private boolean secret;

        Pending(String id, DigestInputStream body) {
            this.id = id;
            this.body = body;
        }

        /** Returns the digest of the whole body; reads what nobody has read. */
        String bodyDigest() throws IOException {
            if (digest == null) {
                try (InputStream rest = body) {
                    rest.transferTo(OutputStream.nullOutputStream());
                }
                digest = HexFormat.of().formatHex(body.getMessageDigest().digest());
            }
            return digest;
        }
    }

    /** Copies what is written, up to a limit. */
    private static final class Copy extends OutputStream {
        private final OutputStream target;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private boolean tooLong;

        Copy(OutputStream target) {
            this.target = target;
        }

        boolean isTooLong() {
            return tooLong;
        }

        byte[] bytes() {
            return kept.toByteArray();
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            target.write(source, offset, length);
            tooLong |= kept.size() + length > IdempotentAnswers.MAX_BODY_BYTES;
            if (!tooLong) {
                kept.write(source, offset, length);
            }
        }

        @Override
        public void flush() throws IOException {
            target.flush();
        }

        @Override
        public void close() throws IOException {
            target.close();
        }
    }
}
