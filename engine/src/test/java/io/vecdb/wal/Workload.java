package io.vecdb.wal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.DbException;
import io.vecdb.replication.Operation;
import io.vecdb.storage.ByteReader;
import io.vecdb.storage.ByteWriter;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FileFormat;
import io.vecdb.storage.Manifests;

import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;

/// What a collection does with its log, without the collection: opens it behind what its manifest
/// says, appends, syncs, flushes (commits a manifest, releases the log), closes, opens again. Knows
/// at every moment what a disk must hold and what it may hold.
///
/// The same seed gives the same calls on the disk.
final class Workload {
    static final WalOptions OPTIONS = new WalOptions(1_500);

    private static final FileFormat MANIFEST = new FileFormat("test", 1);

    private final Random random;
    private final NavigableMap<Long, Operation> appended;
    private long acknowledged;
    private long committed;
    private long committing;
    private long round;

    Workload(long seed) {
        this(new Random(seed), new TreeMap<>());
    }

    private Workload(Random random, NavigableMap<Long, Operation> appended) {
        this.random = random;
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
            }
        }
    }

    private void step(Opened opened) {
        switch (random.nextInt(10)) {
            case 0 -> flush(opened);
            case 1, 2, 3 -> {
                long last = opened.log().lastSequence();
                opened.log().sync(last);
                acknowledged = Math.max(acknowledged, last);
            }
            default -> append(opened.log());
        }
    }

    private void append(OperationLog log) {
        int bytes = random.nextInt(8) == 0 ? random.nextInt(4_000) : random.nextInt(100);
        Operation operation = Operations.marked("round " + round++, bytes);
        // What a log that fails here may hold, or not.
        appended.put(log.lastSequence() + 1, operation);
        log.append(OperationCodec.encode(operation));
    }

    /// Segments hold what was synced up to here; says so and lets the log forget it.
    private void flush(Opened opened) {
        long sequence = Math.max(committed, random.nextBoolean() ? acknowledged : acknowledged / 2);
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
        OperationLog log = WriteAheadLog.open(directory, "c/log", OPTIONS, from, replayed::put);
        long last = log.lastSequence();
        assertThat(last).as("the last sequence").isGreaterThanOrEqualTo(acknowledged);
        assertThat(replayed)
                .as("behind %d", from)
                .isEqualTo(new TreeMap<>(appended.subMap(from, false, last, true)));
        assertThat(replayed.size()).as("records behind %d", from).isEqualTo((int) (last - from));
        // What was not there is gone for good, and what was there must stay.
        appended.tailMap(last, false).clear();
        acknowledged = last;
        committed = from;
        committing = from;
        return new Opened(manifests, log);
    }

    /// Opens what a disk holds now, checks it, writes more, and checks again.
    void requireIntact(Directory directory) {
        Opened opened = open(directory);
        append(opened.log());
        append(opened.log());
        opened.log().sync(opened.log().lastSequence());
        acknowledged = opened.log().lastSequence();
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
        Workload copy = new Workload(new Random(seed), new TreeMap<>(appended));
        copy.acknowledged = acknowledged;
        copy.committed = committed;
        copy.committing = committing;
        copy.round = round + 1_000_000;
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
