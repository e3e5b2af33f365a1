/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.catalogue.provider;

import io.subrack.catalogue.api.CatalogueException;
import io.subrack.catalogue.api.CatalogueProblem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Gets files from the servers of repositories: bounded in time and size, and from no other server. Thread-safe. */
final class Fetcher {
    private static final int MAX_REDIRECTS = 3;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final String agent;
    private final boolean plainHttp;
    private final Authorities authorities;
    private @Nullable HttpClient client;

    Fetcher(String version, boolean plainHttp, Authorities authorities) {
        this.agent = "subrack/" + version;
        this.plainHttp = plainHttp;
        this.authorities = authorities;
    }

    /**
     * What is to be got.
     *
     * @param url where it is
     * @param authorization header to send along to that server
     * @param maxBytes how long it may be
     * @param deadline until when it must be here
     */
    record Wish(URI url, Optional<String> authorization, long maxBytes, Deadline deadline) {}

    static boolean sameServer(URI one, URI other) {
        return AddressRules.scheme(one).equals(AddressRules.scheme(other))
                && Objects.toString(one.getHost(), "").equalsIgnoreCase(Objects.toString(other.getHost(), "-"))
                && one.getPort() == other.getPort()
                && other.getRawUserInfo() == null;
    }

    /** Returns a small file; empty if there is none. */
    Optional<byte[]> bytes(Wish wish) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        return get(wish, content) ? Optional.of(content.toByteArray()) : Optional.empty();
    }

    /** Writes a file. @return whether there is one */
    boolean file(Wish wish, Path target) {
        try (OutputStream out = Files.newOutputStream(target)) {
            return get(wish, out);
        } catch (IOException e) {
            throw new CatalogueException(
                    CatalogueProblem.STORE_FAILED,
                    target + " cannot be written: " + e.getMessage() + ". See to free space and permissions.",
                    e);
        }
    }

    private boolean get(Wish wish, OutputStream target) {
        URI url = wish.url();
        for (int i = 0; i <= MAX_REDIRECTS; i++) {
            AddressRules.checkRepository(url, plainHttp);
            HttpResponse<Long> answer = send(wish, url, target);
            switch (answer.statusCode()) {
                case 200 -> {
                    return true;
                }
                case 404, 410 -> {
                    return false;
                }
                case 301, 302, 303, 307, 308 -> url = redirected(url, answer);
                default -> throw failed(url, "answers with status " + answer.statusCode(), null);
            }
        }
        throw failed(url, "redirects more than " + MAX_REDIRECTS + " times", null);
    }

    private static URI redirected(URI url, HttpResponse<Long> answer) {
        try {
            URI next = url.resolve(answer.headers().firstValue("Location").orElse(""));
            if (sameServer(url, next)) {
                return next;
            }
            throw failed(
                    url, "redirects to another server. Set that server's address as the repository's instead", null);
        } catch (IllegalArgumentException e) {
            throw failed(url, "redirects to what is no address", e);
        }
    }

    private HttpResponse<Long> send(Wish wish, URI url, OutputStream target) {
        Duration left = wish.deadline().left();
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(left)
                .header("User-Agent", agent)
                .GET();
        wish.authorization().ifPresent(it -> request.header("Authorization", it));
        CompletableFuture<HttpResponse<Long>> running = client().sendAsync(
                        request.build(),
                        answer ->
                                new Body(answer.statusCode() == 200 ? target : OutputStream.nullOutputStream(), wish));
        try {
            return running.get(left.toMillis() + 1, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            running.cancel(true);
            wish.deadline().left();
            throw failed(url, "does not answer in time", e);
        } catch (InterruptedException e) {
            running.cancel(true);
            Thread.currentThread().interrupt();
            throw failed(url, "was not waited for", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CatalogueException it) {
                throw it;
            }
            if (e.getCause() instanceof java.net.http.HttpTimeoutException) {
                throw failed(url, "does not answer in time", e);
            }
            throw failed(url, "cannot be read: " + e.getCause(), e);
        }
    }

    static CatalogueException failed(URI url, String what, @Nullable Throwable cause) {
        return new CatalogueException(
                CatalogueProblem.REPOSITORY_FAILED,
                url + " " + what + ". Look at the repository's address and the network, then repeat the call.",
                cause);
    }

    private synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            HttpClient.Builder builder = HttpClient.newBuilder()
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .sslContext(authorities.context())
                    .connectTimeout(CONNECT);
            ProxySelector proxies = ProxySelector.getDefault();
            if (proxies != null) {
                builder.proxy(proxies);
            }
            known = builder.build();
            client = known;
        }
        return known;
    }

    /** Forgets the client; its threads end when nothing is under way any more. */
    synchronized void close() {
        client = null;
    }

    /** Takes what comes as long as it is no more than allowed. */
    private static final class Body implements HttpResponse.BodySubscriber<Long> {
        private final CompletableFuture<Long> done = new CompletableFuture<>();
        private final OutputStream target;
        private final Wish wish;
        private Flow.@Nullable Subscription subscription;
        private long length;

        Body(OutputStream target, Wish wish) {
            this.target = target;
            this.wish = wish;
        }

        @Override
        public CompletionStage<Long> getBody() {
            return done;
        }

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
            newSubscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            if (done.isDone()) {
                return;
            }
            try {
                for (ByteBuffer buffer : buffers) {
                    byte[] bytes = new byte[buffer.remaining()];
                    buffer.get(bytes);
                    length += bytes.length;
                    if (length > wish.maxBytes()) {
                        throw new CatalogueException(
                                CatalogueProblem.CONTENT_REFUSED,
                                wish.url() + " has more than " + wish.maxBytes() + " bytes. Raise the limit in "
                                        + CatalogueConfiguration.PID + " if that is right.");
                    }
                    target.write(bytes);
                }
            } catch (IOException | CatalogueException e) {
                Objects.requireNonNull(subscription).cancel();
                done.completeExceptionally(e);
            }
        }

        @Override
        public void onError(Throwable problem) {
            done.completeExceptionally(problem);
        }

        @Override
        public void onComplete() {
            done.complete(length);
        }
    }
}
