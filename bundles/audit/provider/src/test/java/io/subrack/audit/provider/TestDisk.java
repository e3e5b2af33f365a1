/* SPDX-License-Identifier: Apache-2.0 */
package io.subrack.audit.provider;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that can be full, slow or stuck. */
final class TestDisk implements SegmentFile.Opener {
    final AtomicInteger forces = new AtomicInteger();
    private volatile boolean full;
    private volatile boolean forceFails;
    private volatile long forceMillis;
    private volatile CountDownLatch stuck = new CountDownLatch(0);

    void fill() {
        full = true;
    }

    void failToForce() {
        forceFails = true;
    }

    void slow(long millis) {
        forceMillis = millis;
    }

    void stick() {
        stuck = new CountDownLatch(1);
    }

    void mend() {
        full = false;
        forceFails = false;
        forceMillis = 0;
        stuck.countDown();
    }

    @Override
    public SegmentFile open(Path file) throws IOException {
        var real = SegmentFile.onDisk(file);
        return new SegmentFile() {
            @Override
            public void write(byte[] content, long position) throws IOException {
                if (full) {
                    real.write(java.util.Arrays.copyOf(content, content.length / 2), position);
                    throw new IOException("No space left on device");
                }
                real.write(content, position);
            }

            @Override
            public void force() throws IOException {
                forces.incrementAndGet();
                try {
                    Thread.sleep(forceMillis);
                    stuck.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                if (forceFails) {
                    throw new IOException("Input/output error");
                }
            }

            @Override
            public void truncate(long size) throws IOException {
                real.truncate(size);
            }

            @Override
            public long size() throws IOException {
                return real.size();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }
}
