package io.vecdb.bench;

import io.vecdb.api.Point;
import io.vecdb.replication.Operation;
import io.vecdb.storage.Directory;
import io.vecdb.storage.LocalDirectory;
import io.vecdb.wal.EncodedOperation;
import io.vecdb.wal.OperationCodec;
import io.vecdb.wal.RecoveryReport;
import io.vecdb.wal.WalOptions;
import io.vecdb.wal.WriteAheadLog;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

/// What the log costs beside the disk: durable appends, and in turn (A B A B) a plain loop that
/// writes and syncs as many bytes at a time. In files that are new, and in such as are used again.
/// Then how fast a log is read back.
@Command(
        name = "wal",
        mixinStandardHelpOptions = true,
        description = "Compares durable appends to the log with plain writes and syncs.")
final class WalBench implements Callable<Integer> {
    private static final int TURNS = 5;
    private static final int DIMENSION = 128;
    private static final int BATCH = 1_000;
    private static final long RECOVERED_BYTES = 512L << 20;

    @Mixin private TemporaryFolder.Place place = new TemporaryFolder.Place();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "How long each turn takes (default: 1).")
    private double seconds = 1;

    @Mixin private Main.Output output = new Main.Output();

    /// Points that are appended together.
    ///
    /// @param writers threads that append
    private record Load(String name, int points, int writers) {}

    @Override
    public Integer call() throws IOException {
        List<Map<String, Object>> appends = new ArrayList<>();
        for (boolean usedAgain : new boolean[] {false, true}) {
            for (Load load :
                    List.of(
                            new Load("single points", 1, 1),
                            new Load("single points", 1, 16),
                            new Load("batches of 1,000", BATCH, 1),
                            new Load("batches of 1,000", BATCH, 16))) {
                appends.add(compare(load, usedAgain));
            }
        }
        List<Map<String, Object>> recoveries =
                List.of(recover("single points", 1), recover("batches of 1,000", BATCH));
        double searchMillis = searchBehindTornTail();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("dimension", DIMENSION);
        result.put("appends", appends);
        result.put("recoveries", recoveries);
        result.put("open_after_kill_millis", searchMillis);
        output.result(result);
        return 0;
    }

    private Map<String, Object> compare(Load load, boolean usedAgain) throws IOException {
        EncodedOperation operation = operation(load.points());
        List<Appends> logs = new ArrayList<>();
        List<Double> raws = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            try (TemporaryFolder folder = place.create()) {
                Appends log = append(folder.fresh("log"), load, operation, usedAgain);
                logs.add(log);
                RawDisk raw = new RawDisk(log.bytes(), log.syncs(), log.syncs());
                Path path = folder.fresh("raw");
                Cost cost = usedAgain ? raw.overwrite(path) : raw.append(path);
                raws.add(log.bytes() / cost.seconds() / 1e6);
            }
        }
        logs.sort(Comparator.comparingDouble(Appends::megabytesPerSecond));
        raws.sort(Comparator.naturalOrder());
        Appends log = logs.get(TURNS / 2);
        double raw = raws.get(TURNS / 2);
        double share = log.megabytesPerSecond() / raw;
        output.row(
                String.format(
                        "%-16s %2d writers  %-10s %9.0f points/s  %6.1f MB/s  %5.1f records/sync"
                                + "   plain %6.1f MB/s   %3.0f%%",
                        load.name(),
                        load.writers(),
                        usedAgain ? "used again" : "new files",
                        log.records() * load.points() / log.seconds(),
                        log.megabytesPerSecond(),
                        (double) log.records() / log.syncs(),
                        raw,
                        100 * share));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("points", load.points());
        row.put("writers", load.writers());
        row.put("files_used_again", usedAgain);
        row.put("points_per_second", Math.round(log.records() * load.points() / log.seconds()));
        row.put("megabytes_per_second", log.megabytesPerSecond());
        row.put("records_per_sync", (double) log.records() / log.syncs());
        row.put("plain_megabytes_per_second", raw);
        row.put("share", share);
        return row;
    }

    /// What the log did in one turn.
    private record Appends(long records, long bytes, long syncs, double seconds) {
        double megabytesPerSecond() {
            return bytes / seconds / 1e6;
        }
    }

    private Appends append(Path folder, Load load, EncodedOperation operation, boolean usedAgain)
            throws IOException {
        try (Directory directory = LocalDirectory.open(folder);
                WriteAheadLog log = open(directory)) {
            if (usedAgain) {
                leaveFreeFiles(log);
            }
            var before = log.stats();
            AtomicLong released = new AtomicLong(before.lastSequence());
            long begin = System.nanoTime();
            long end = begin + (long) (seconds * 1e9);
            Writers.run(
                    load.writers(),
                    () -> {
                        while (System.nanoTime() < end) {
                            long sequence = log.append(operation);
                            log.commit(sequence);
                            long old = released.get();
                            long far = (48L << 20) / operation.bytes();
                            if (usedAgain
                                    && sequence - old > 2 * far
                                    && released.compareAndSet(old, sequence - far)) {
                                log.release(sequence - far);
                            }
                        }
                    });
            double took = (System.nanoTime() - begin) / 1e9;
            var after = log.stats();
            return new Appends(
                    after.records() - before.records(),
                    after.bytes() - before.bytes(),
                    after.syncs() - before.syncs(),
                    took);
        }
    }

    /// Fills files until two wait to be used again and the active one is the third of them.
    private static void leaveFreeFiles(WriteAheadLog log) {
        EncodedOperation filler = operation(2 * BATCH);
        int fileful = (int) (WalOptions.DEFAULT.segmentBytes() / filler.bytes());
        for (int round = 0; round < 2; round++) {
            long last = 0;
            for (int i = 0; i < 2 * fileful; i++) {
                last = log.append(filler);
            }
            log.sync(last);
            log.release(last - 1);
        }
    }

    private Map<String, Object> recover(String name, int points) throws IOException {
        EncodedOperation operation = operation(points);
        List<RecoveryReport> reports = new ArrayList<>();
        try (TemporaryFolder folder = place.create();
                Directory directory = LocalDirectory.open(folder.path())) {
            try (WriteAheadLog log = open(directory)) {
                long last = 0;
                for (long done = 0; done < RECOVERED_BYTES; done += operation.bytes()) {
                    last = log.append(operation);
                }
                log.sync(last);
            }
            for (int turn = 0; turn < TURNS; turn++) {
                AtomicLong replayed = new AtomicLong();
                try (WriteAheadLog log =
                        WriteAheadLog.open(
                                directory,
                                "log",
                                WalOptions.DEFAULT,
                                0,
                                (sequence, found) -> replayed.addAndGet(points(found)))) {
                    reports.add(log.recovery());
                }
            }
        }
        reports.sort(Comparator.comparing(RecoveryReport::took));
        RecoveryReport report = reports.get(TURNS / 2);
        double took = report.took().toNanos() / 1e9;
        output.row(
                String.format(
                        "recovery of %-16s %d files  %,d records  %.2f s  %6.1f MB/s",
                        name, report.files(), report.records(), took, report.bytes() / took / 1e6));
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("points", points);
        row.put("files", report.files());
        row.put("records", report.records());
        row.put("bytes", report.bytes());
        row.put("seconds", took);
        row.put("megabytes_per_second", report.bytes() / took / 1e6);
        return row;
    }

    /// How long it takes to open a log whose writer was killed at the beginning of a file that was
    /// used before: 60 MB are searched for later records, and 1 MB is copied.
    private double searchBehindTornTail() throws IOException {
        List<Double> millis = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            try (TemporaryFolder folder = place.create();
                    Directory directory = LocalDirectory.open(folder.fresh("log"))) {
                WriteAheadLog killed = open(directory);
                leaveFreeFiles(killed);
                long last = killed.stats().lastSequence();
                try (WriteAheadLog log =
                        WriteAheadLog.open(
                                directory, "log", WalOptions.DEFAULT, last - 1, (s, o) -> {})) {
                    millis.add(log.recovery().took().toNanos() / 1e6);
                }
            }
        }
        millis.sort(Comparator.naturalOrder());
        double median = millis.get(millis.size() / 2);
        output.row(String.format("opening after a kill, 60 MB searched  %.1f ms", median));
        return median;
    }

    private static int points(Operation operation) {
        return operation instanceof Operation.Upsert upsert ? upsert.points().size() : 0;
    }

    private static WriteAheadLog open(Directory directory) {
        return WriteAheadLog.open(
                directory, "log", WalOptions.DEFAULT, 0, (sequence, operation) -> {});
    }

    private static EncodedOperation operation(int points) {
        Random random = new Random(1);
        return OperationCodec.encode(
                new Operation.Upsert(
                        LongStream.range(0, points)
                                .mapToObj(id -> Point.of(id, vector(random)))
                                .toList()));
    }

    private static float[] vector(Random random) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = random.nextFloat();
        }
        return vector;
    }
}
