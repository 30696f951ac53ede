package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.replication.Operation;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FaultyDirectory.Survival;
import io.vecdb.storage.ForwardingDirectory;
import io.vecdb.storage.LocalDirectory;
import io.vecdb.storage.OutputFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

@Timeout(120)
final class GroupCommitTest {
    @TempDir Path folder;

    @Test
    void writersThatArriveDuringASyncShareTheNext() throws Exception {
        int writers = 16;
        FaultyDirectory disk = new FaultyDirectory();
        CountDownLatch appended = new CountDownLatch(writers);
        HeldCalls directory = new HeldCalls(disk, appended);
        OperationLog log = open(directory, WalOptions.DEFAULT, 0, new TreeMap<>());
        // The file's own creation is over before syncs are counted.
        log.sync(log.append(encoded(0)));
        directory.holdSyncs = true;
        int before = disk.syncs();

        run(
                writers,
                writer -> {
                    long sequence = log.append(encoded(writer));
                    appended.countDown();
                    log.sync(sequence);
                });

        // The first sync was held until all had appended; one more covers whoever it missed.
        assertThat(disk.syncs() - before).isBetween(1, 2);
        TreeMap<Long, Operation> replayed = new TreeMap<>();
        open(disk.afterPowerLoss(Survival.NONE, 0), WalOptions.DEFAULT, 0, replayed).close();
        assertThat(replayed).hasSize(writers + 1);
    }

    @Test
    void appendsGoOnWhileASyncRuns() throws Exception {
        FaultyDirectory disk = new FaultyDirectory();
        CountDownLatch appended = new CountDownLatch(1);
        HeldCalls directory = new HeldCalls(disk, appended);
        OperationLog log = open(directory, WalOptions.DEFAULT, 0, new TreeMap<>());
        log.sync(log.append(encoded(0)));
        long first = log.append(encoded(1));
        directory.holdSyncs = true;
        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<?> sync = executor.submit(() -> log.sync(first));
            directory.held.await();
            // More than both buffers hold, so that some is written beside the sync.
            for (int i = 0; i < 5; i++) {
                assertThat(log.append(Operations.bytes(WalBuffer.LIMIT_BYTES / 2)))
                        .isEqualTo(3 + i);
            }
            assertThat(sync.isDone()).isFalse();
            appended.countDown();
            sync.get();
        }
    }

    @Test
    void aSyncWaitsForALargeRecordThatIsBeingWritten() throws Exception {
        FaultyDirectory disk = new FaultyDirectory();
        CountDownLatch release = new CountDownLatch(1);
        HeldCalls directory = new HeldCalls(disk, release);
        OperationLog log = open(directory, WalOptions.DEFAULT, 0, new TreeMap<>());
        log.sync(log.append(encoded(0)));
        Operation large = Operations.marked("large", 2 * WalBuffer.LIMIT_BYTES);
        directory.holdLargeWrites = true;
        Thread writer = Thread.ofPlatform().start(() -> append(log, OperationCodec.encode(large)));
        directory.held.await();
        append(log, encoded(2));
        Thread syncer = Thread.ofPlatform().start(() -> log.sync(3));
        while (syncer.getState() != Thread.State.WAITING) {
            assertThat(syncer.getState()).isNotEqualTo(Thread.State.TERMINATED);
            Thread.onSpinWait();
        }
        release.countDown();
        writer.join();
        syncer.join();

        TreeMap<Long, Operation> replayed = new TreeMap<>();
        open(disk.afterPowerLoss(Survival.NONE, 0), WalOptions.DEFAULT, 0, replayed).close();
        assertThat(replayed).hasSize(3).containsEntry(2L, large);
    }

    @Test
    void manyWritersWithRollingAndReleasingLoseNothing() throws Exception {
        long seed = 7;
        int writers = 8;
        int each = 150;
        int all = writers * each;
        FaultyDirectory disk = new FaultyDirectory();
        Map<Long, Operation> acknowledged = new ConcurrentSkipListMap<>();
        AtomicLong released = new AtomicLong();
        OperationLog log =
                open(disk, WalOptions.DEFAULT.withSegmentBytes(20_000), 0, new TreeMap<>());

        run(
                writers,
                writer -> {
                    Random random = new Random(seed + writer);
                    for (int i = 0; i < each; i++) {
                        boolean large = random.nextInt(100) == 0;
                        int bytes = random.nextInt(large ? 3 * WalBuffer.LIMIT_BYTES : 2_000);
                        Operation operation = Operations.marked(writer + "/" + i, bytes);
                        long sequence = log.append(OperationCodec.encode(operation));
                        if (random.nextInt(3) > 0) {
                            log.sync(sequence);
                            acknowledged.put(sequence, operation);
                        }
                        if (random.nextInt(40) == 0) {
                            released.accumulateAndGet(sequence / 2, Math::max);
                            log.release(released.get());
                        }
                    }
                });

        assertThat(log.stats().lastSequence()).isEqualTo(all);
        acknowledged.keySet().removeIf(sequence -> sequence <= released.get());
        TreeMap<Long, Operation> replayed = new TreeMap<>();
        open(disk.afterPowerLoss(Survival.NONE, 0), WalOptions.DEFAULT, released.get(), replayed)
                .close();
        assertThat(replayed).as("seed %d", seed).containsAllEntriesOf(acknowledged);
        log.close();
        replayed.clear();
        open(disk, WalOptions.DEFAULT, released.get(), replayed).close();
        assertThat(replayed).hasSize(all - released.intValue());
    }

    @Test
    void manyWritersOnARealDiskLoseNothing() throws Exception {
        int writers = 8;
        int each = 100;
        int all = writers * each;
        try (Directory local = LocalDirectory.open(folder)) {
            OperationLog log =
                    open(local, WalOptions.DEFAULT.withSegmentBytes(20_000), 0, new TreeMap<>());
            run(
                    writers,
                    writer -> {
                        for (int i = 0; i < each; i++) {
                            log.sync(log.append(encoded(writer * each + i)));
                        }
                    });
            // Not closed, as if the process had been killed.
            TreeMap<Long, Operation> replayed = new TreeMap<>();
            open(local, WalOptions.DEFAULT, 0, replayed).close();
            assertThat(replayed).hasSize(all);
            assertThat(new HashSet<>(replayed.values())).hasSize(all);
        }
    }

    /// What a thread does; the argument is its number.
    private interface Writer {
        void run(int writer) throws Exception;
    }

    private static void run(int writers, Writer writer) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(writers)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                int number = i;
                running.add(
                        executor.submit(() -> {
                            writer.run(number);
                            return null;
                        }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        }
    }

    private static OperationLog open(
            Directory directory, WalOptions options, long from, Map<Long, Operation> replayed) {
        return WriteAheadLog.open(directory, "log", options, from, replayed::put);
    }

    private static void append(OperationLog log, EncodedOperation operation) {
        long before = log.stats().lastSequence();
        assertThat(log.append(operation)).isEqualTo(before + 1);
    }

    private static EncodedOperation encoded(int i) {
        return OperationCodec.encode(Operations.marked("operation " + i, 50));
    }

    /// Lets syncs of files, or large writes to them, wait for a latch once it is told to.
    private static final class HeldCalls extends ForwardingDirectory {
        final CountDownLatch held = new CountDownLatch(1);
        volatile boolean holdSyncs;
        volatile boolean holdLargeWrites;
        private final CountDownLatch until;

        HeldCalls(Directory directory, CountDownLatch until) {
            super(directory);
            this.until = until;
        }

        @Override
        public OutputFile create(String name) throws IOException {
            return held(super.create(name));
        }

        @Override
        public OutputFile overwrite(String name, long from) throws IOException {
            return held(super.overwrite(name, from));
        }

        private OutputFile held(OutputFile file) {
            return new ForwardingFile(file) {
                @Override
                public void write(ByteBuffer bytes) throws IOException {
                    holdIf(holdLargeWrites && bytes.remaining() > WalBuffer.LIMIT_BYTES);
                    super.write(bytes);
                }

                @Override
                public void sync() throws IOException {
                    holdIf(holdSyncs);
                    super.sync();
                }
            };
        }

        private void holdIf(boolean condition) throws IOException {
            if (condition) {
                held.countDown();
                try {
                    until.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
        }
    }
}
