package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.DbException;
import io.vecdb.api.SyncPolicy;
import io.vecdb.replication.Operation;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.Manifests;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/// What a collection does with its log, without the collection: opens it behind what its manifest
/// says, appends, commits, syncs, flushes (commits a manifest, releases the log), closes, opens
/// again; under one of the sync policies. Knows at every moment what a disk must hold and what it
/// may hold.
///
/// The same seed gives the same calls on the disk.
final class Workload {
    private static final WalOptions SMALL_FILES = WalOptions.DEFAULT.withSegmentBytes(600);
    private static final List<SyncPolicy> POLICIES =
            List.of(
                    SyncPolicy.ALWAYS,
                    new SyncPolicy.Interval(Duration.ofMillis(10)),
                    SyncPolicy.NEVER);
    private static final FileFormat MANIFEST = new FileFormat("test", 1);

    private final Random random;
    private final SyncPolicy policy;
    private final NavigableMap<Long, Operation> appended;
    private final List<Runnable> due = new ArrayList<>();

    /// Up to where a power loss takes nothing.
    private long durable;

    /// Up to where the end of the process takes nothing.
    private long handedOver;

    private long committed;
    private long committing;
    private long round;

    Workload(long seed) {
        this(new Random(seed), POLICIES.get((int) (seed % POLICIES.size())), new TreeMap<>());
    }

    private Workload(Random random, SyncPolicy policy, NavigableMap<Long, Operation> appended) {
        this.random = random;
        this.policy = policy;
        this.appended = appended;
    }

    /// A log that was opened behind its manifest.
    private record Opened(Manifests manifests, OperationLog log) {}

    /// Works in several sessions until done, or until the disk throws.
    void run(Directory directory, int sessions, int steps) {
        for (int session = 0; session < sessions; session++) {
            Opened opened = open(directory);
            for (int step = 0; step < steps; step++) {
                step(opened);
            }
            if (random.nextInt(3) > 0) {
                opened.log().close();
                handOver(opened.log(), true);
            }
            // The process is gone, and nothing is due any more.
            due.clear();
        }
    }

    private void step(Opened opened) {
        OperationLog log = opened.log();
        switch (random.nextInt(12)) {
            case 0, 1 -> flush(opened);
            case 2 -> {
                log.sync(log.stats().lastSequence());
                handOver(log, true);
            }
            case 3, 4, 5 -> {
                log.commit(log.stats().lastSequence());
                handOver(log, policy instanceof SyncPolicy.Always);
            }
            case 6 -> timePasses(log);
            default -> append(log);
        }
    }

    /// Intervals end. That a sync failed there is noticed by the next write.
    private void timePasses(OperationLog log) {
        boolean synced = !due.isEmpty();
        due.forEach(Runnable::run);
        due.clear();
        log.commit(log.stats().lastSequence());
        handOver(log, synced && policy instanceof SyncPolicy.Interval);
    }

    private void handOver(OperationLog log, boolean synced) {
        handedOver = log.stats().lastSequence();
        durable = synced ? handedOver : durable;
    }

    private void append(OperationLog log) {
        int bytes = random.nextInt(12) == 0 ? random.nextInt(4_000) : random.nextInt(100);
        Operation operation = Operations.marked("round " + round++, bytes);
        // What a log that fails here may hold, or not.
        appended.put(log.stats().lastSequence() + 1, operation);
        log.append(OperationCodec.encode(operation));
    }

    /// Segments hold what was synced up to here; says so and lets the log forget it.
    private void flush(Opened opened) {
        long sequence = Math.max(committed, random.nextBoolean() ? durable : durable / 2);
        committing = sequence;
        ByteWriter body = new ByteWriter();
        body.putLong(sequence);
        opened.manifests().commit(body.toByteArray());
        committed = sequence;
        opened.log().release(sequence);
    }

    private Opened open(Directory directory) {
        Manifests manifests = new Manifests(directory, "c", MANIFEST);
        long from =
                manifests
                        .load()
                        .map(loaded -> new ByteReader(loaded.body(), "manifest").readLong())
                        .orElse(0L);
        assertThat(from).as("the manifest's sequence").isIn(committed, committing);
        TreeMap<Long, Operation> replayed = new TreeMap<>();
        WalOptions options =
                SMALL_FILES
                        .withSync(policy)
                        .withTime((sync, delay) -> due.add(sync), InstantSource.system());
        OperationLog log = WriteAheadLog.open(directory, "c/log", options, from, replayed::put);
        long last = log.stats().lastSequence();
        assertThat(last).as("the last sequence").isGreaterThanOrEqualTo(handedOver);
        assertThat(replayed)
                .as("behind %d", from)
                .isEqualTo(new TreeMap<>(appended.subMap(from, false, last, true)));
        assertThat(replayed.size()).as("records behind %d", from).isEqualTo((int) (last - from));
        // What was not there is gone for good, and what was there must stay.
        appended.tailMap(last, false).clear();
        handedOver = last;
        durable = last;
        committed = from;
        committing = from;
        return new Opened(manifests, log);
    }

    /// Opens what a disk holds now, checks it, writes more, and checks again.
    void requireIntact(Directory directory) {
        Opened opened = open(directory);
        append(opened.log());
        append(opened.log());
        opened.log().sync(opened.log().stats().lastSequence());
        handOver(opened.log(), true);
        // Not closed: as if the process was killed.
        open(directory).log().close();
        open(directory).log().close();
    }

    /// Opens the log and closes it at once.
    void reopen(Directory directory) {
        open(directory).log().close();
    }

    /// The same knowledge, to go another way from here.
    Workload copy(long seed) {
        Workload copy = new Workload(new Random(seed), policy, new TreeMap<>(appended));
        copy.handedOver = handedOver;
        copy.durable = durable;
        copy.committed = committed;
        copy.committing = committing;
        copy.round = round + 1_000_000;
        return copy;
    }

    /// The same knowledge of a disk whose power was lost, to go another way from here.
    Workload afterPowerLoss(long seed) {
        Workload copy = copy(seed);
        copy.handedOver = durable;
        return copy;
    }

    /// Whether an error is one that a failing disk may cause.
    static boolean isDiskError(DbException e) {
        return switch (e.code()) {
            case IO_ERROR, POISONED -> true;
            default -> false;
        };
    }
}
