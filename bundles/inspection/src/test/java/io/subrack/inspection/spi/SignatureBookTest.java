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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Version;

class SignatureBookTest {
    private final ConcurrentLinkedQueue<Sha256> judged = new ConcurrentLinkedQueue<>();
    private final AtomicLong now = new AtomicLong();
    private volatile String found = "stranger";
    private List<ArtifactPolicy> policies = List.of(artifact -> {
        judged.add(artifact.digest());
        if (found.isEmpty()) {
            throw new IllegalStateException("the disk is gone");
        }
        return new ArtifactPolicy.Verdict(found, Optional.of("CN=Acme"), Optional.empty(), Optional.empty());
    });
    private final SignatureBook book = new SignatureBook(() -> policies, new Stored(), now::get);

    @AfterEach
    void close() {
        book.close();
    }

    @Test
    void saysWhatWasFoundAndReadsAnArtifactOnce() {
        var first = book.look().of(artifact(1));
        var again = book.look().of(artifact(1));

        assertThat(first).isEqualTo(again).isEqualTo(new SignatureView("stranger", "CN=Acme"));
        assertThat(judged).hasSize(1);
    }

    @Test
    void waitsForTheFirstOfManyOnly() throws Exception {
        var look = book.look();

        var states = IntStream.range(0, 100)
                .mapToObj(number -> look.of(artifact(number)).state())
                .toList();

        assertThat(states.subList(0, 20)).containsOnly("stranger");
        assertThat(states.subList(20, 100)).containsOnly("unknown");
        until(() -> judged.size() == 100);
        until(() -> book.look().of(artifact(99)).state().equals("stranger"));
    }

    @Test
    void asksAnewAfterAWhileBecauseTrustMayChange() throws Exception {
        book.look().of(artifact(1));
        found = "signed";
        now.addAndGet(Duration.ofSeconds(31).toNanos());

        assertThat(book.look().of(artifact(1)).state()).isEqualTo("stranger");
        until(() -> book.look().of(artifact(1)).state().equals("signed"));
    }

    @Test
    void saysThatItDoesNotKnowWhenNobodyLooksOrTheLookFails() {
        found = "";
        assertThat(book.look().of(artifact(1)).state()).isEqualTo("unknown");

        policies = List.of();
        assertThat(book.look().of(artifact(2)).state()).isEqualTo("unknown");
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
