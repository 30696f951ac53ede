package io.vecdb.collection;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Selection;
import io.vecdb.api.VectorConfig;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The process that [KillTest] kills: writes batches without end from two threads and prints a line
/// for each one before it is begun and another when it is acknowledged.
final class KillWriter {
    static final int BATCH = 5;
    static final int IDS = 400;

    private KillWriter() {}

    /// Runs until it is killed.
    ///
    /// @param args folder, number of the run
    public static void main(String[] args) throws InterruptedException {
        int run = Integer.parseInt(args[1]);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Database database =
                VecDb.open(Path.of(args[0]), DatabaseOptions.DEFAULT.withBuffer(150, 1 << 20));
        if (!database.hasCollection("c")) {
            VectorConfig vector =
                    VectorConfig.of(8, Metric.L2).withIndex(new IndexConfig.Hnsw(4, 16, 200));
            database.createCollection("c", CollectionConfig.of(vector));
        }
        Collection collection = database.collection("c");
        List<Thread> writers = new ArrayList<>();
        for (int writer = 0; writer < 2; writer++) {
            int number = writer;
            Thread thread = new Thread(() -> write(collection, run, number, out));
            thread.start();
            writers.add(thread);
        }
        for (Thread thread : writers) {
            thread.join();
        }
    }

    private static void write(Collection collection, int run, int writer, PrintStream out) {
        Random random = new Random(31L * run + writer);
        for (int round = 1; ; round++) {
            // Even ids belong to writer 0, odd ones to writer 1, so each id has one writer.
            List<Long> ids = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                ids.add(2L * random.nextInt(IDS / 2) + writer);
            }
            boolean delete = random.nextInt(8) == 0;
            long stamp = run * 1_000_000_000L + round;
            String what = (delete ? "delete " : "upsert ") + stamp + " " + ids;
            out.println("begin " + writer + " " + what);
            if (delete) {
                collection.delete(new Selection.Ids(ids.stream().map(PointId::of).toList()));
            } else {
                collection.upsert(
                        ids.stream()
                                .map(id -> Point.of(id, vector(id, stamp)).with("stamp", stamp))
                                .toList());
            }
            out.println("ack " + writer + " " + what);
        }
    }

    /// The vector that a point must have if it has this stamp.
    static float[] vector(long id, long stamp) {
        Random random = new Random(id * 7919 + stamp);
        float[] vector = new float[8];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = random.nextFloat();
        }
        return vector;
    }
}
