/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.inspection.spi;

import static org.assertj.core.api.Assertions.assertThat;

import io.subrack.inspection.spi.BundleSummary.SignatureView;
import io.subrack.kernel.api.ArtifactInfo;
import io.subrack.kernel.api.Artifacts;
import io.subrack.kernel.api.Sha256;
import io.subrack.kernel.spi.ArtifactPolicy;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class SignatureBookTest {
    private final ConcurrentLinkedQueue<Sha256> judged = new ConcurrentLinkedQueue<>();
    private final AtomicLong now = new AtomicLong();
    private volatile String found = "stranger";
    private volatile CountDownLatch held = new CountDownLatch(0);
    private List<ArtifactPolicy> policies = List.of(artifact -> {
        awaitFree();
        var answer = found;
        judged.add(artifact.digest());
        if (answer.isEmpty()) {
            throw new IllegalStateException("the disk is gone");
        }
        if (answer.equals("cut off")) {
            throw new NoClassDefFoundError("of a bundle that has gone");
        }
        return new ArtifactPolicy.Verdict(answer, Optional.of("CN=Acme"), Optional.empty(), Optional.empty());
    });
    private final SignatureBook book = new SignatureBook(() -> policies, new Stored(), now::get);

    private void awaitFree() {
        try {
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void close() {
        book.close();
    }

    @Test
    void saysWhatWasFoundAndReadsAnArtifactOnce() {
        var first = book.now(artifact(1));
        var again = book.now(artifact(1));

        assertThat(first).isEqualTo(again).isEqualTo(new SignatureView("stranger", "CN=Acme"));
        assertThat(book.soon(artifact(1))).isEqualTo(first);
        assertThat(judged).hasSize(1);
    }

    @Test
    void keepsNoListWaiting() throws Exception {
        var free = new CountDownLatch(1);
        held = free;

        var states = IntStream.range(0, 100)
                .mapToObj(number -> book.soon(artifact(number)).state())
                .toList();

        assertThat(states).containsOnly("unknown");
        free.countDown();
        until(() -> judged.size() == 100);
        until(() -> book.soon(artifact(99)).state().equals("stranger"));
        assertThat(book.soon(artifact(0)).state()).isEqualTo("stranger");
    }

    @Test
    void asksAnewAfterAWhileBecauseTrustMayChange() throws Exception {
        book.now(artifact(1));
        found = "signed";
        now.addAndGet(Duration.ofSeconds(31).toNanos());

        assertThat(book.now(artifact(1)).state()).isEqualTo("stranger");
        until(() -> book.soon(artifact(1)).state().equals("signed"));
    }

    @Test
    void asksAgainWhenALookWasCutOff() throws Exception {
        found = "cut off";
        book.soon(artifact(1));
        until(() -> judged.size() == 1);
        found = "signed";

        until(() -> book.soon(artifact(1)).state().equals("signed"));
    }

    @Test
    void saysThatItDoesNotKnowWhenNobodyLooksOrTheLookFails() {
        found = "";
        assertThat(book.now(artifact(1)).state()).isEqualTo("unknown");

        policies = List.of();
        assertThat(book.now(artifact(2)).state()).isEqualTo("unknown");
        assertThat(book.soon(artifact(2)).state()).isEqualTo("unknown");
        assertThat(judged).containsExactly(artifact(1));
    }

    private static void until(java.util.function.BooleanSupplier condition) throws InterruptedException {
        var end = Instant.now().plusSeconds(20);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).isBefore(end);
            Thread.sleep(5);
        }
    }

    private static Sha256 artifact(int number) {
        return new Sha256("%064x".formatted(number));
    }

    /** Has every artifact, and no content of it. */
    private static final class Stored implements Artifacts {
        @Override
        public ArtifactInfo store(InputStream content) {
            throw new AssertionError("nothing is stored here");
        }

        @Override
        public Optional<ArtifactInfo> info(Sha256 digest) {
            return Optional.of(new ArtifactInfo(digest, "com.acme.a", Version.emptyVersion, 1, Map.of()));
        }

        @Override
        public InputStream open(Sha256 digest) {
            return InputStream.nullInputStream();
        }
    }
}
