package io.vecdb.bench;

import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionStats;
import io.vecdb.api.CollectionStats.SegmentStats;
import io.vecdb.api.Database;
import io.vecdb.api.Point;
import io.vecdb.api.Selection;
import io.vecdb.app.console.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;

/// What comes back of the disk when nine of ten points are deleted, without a restart and without
/// anybody asking for it; beside a fresh collection of the points that are left.
@Command(
        name = "space",
        mixinStandardHelpOptions = true,
        description = "Deletes 90%% of a collection and waits for its files to shrink.")
final class SpaceBench implements Callable<Integer> {
    /// One point of so many stays.
    private static final int KEPT_OF = 10;

    @Mixin private TemporaryFolder.Place place = new TemporaryFolder.Place();
    @Mixin private Main.Output output = new Main.Output();

    @Option(names = "--count", paramLabel = "N", description = "points (default: ${DEFAULT-VALUE})")
    private int count = 1_000_000;

    @Option(names = "--dimension", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
    private int dimension = 128;

    @Option(names = "--index", description = "flat or hnsw (default: flat)")
    private OpenBench.Kind kind = OpenBench.Kind.FLAT;

    @Override
    public Integer call() throws IOException {
        Main.requireAtLeast(KEPT_OF, "--count", count);
        Main.requireAtLeast(1, "--dimension", dimension);
        count -= count % KEPT_OF;
        try (TemporaryFolder folder = place.create()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("machine", Machine.toMap(folder.path()));
            result.put("points", count);
            result.put("points_left", count / KEPT_OF);
            result.put("dimension", dimension);
            result.put("index", kind.label());
            result.put("live_bytes", liveBytes());
            long after = shrink(folder.fresh("shrunk"), result);
            long fresh = fill(folder.fresh("fresh"), result);
            result.put("ratio_to_fresh", (double) after / fresh);
            result.put("ratio_to_live_bytes", (double) after / liveBytes());
            output.report(result);
        }
        return 0;
    }

    private long liveBytes() {
        RandomVectors random = new RandomVectors(dimension);
        return LongStream.range(0, count / KEPT_OF)
                .map(number -> Points.bytes(kept(random, number), dimension))
                .sum();
    }

    private static Point kept(RandomVectors random, long number) {
        return Points.point(number * KEPT_OF, random.vector(number * KEPT_OF));
    }

    /// Fills a collection, deletes, waits, and tells what was seen.
    ///
    /// @return the bytes it takes in the end
    private long shrink(Path path, Map<String, Object> result) throws IOException {
        RandomVectors random = new RandomVectors(dimension);
        try (Database database = VecDb.open(path)) {
            Collection collection =
                    database.createCollection("bench", Points.config(dimension, kind.config()));
            try (Progress progress = output.progress("fill", count)) {
                Points.write(collection, 0, count, random::vector, progress::done);
                progress.finish(count, true);
            }
            result.put("before", settled(collection, path, new LinkedHashMap<>()));
            Cost begin = Cost.now();
            delete(collection);
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("delete_seconds", Cost.since(begin).seconds());
            result.put("after", settled(collection, path, figures));
            return collection.stats().diskBytes();
        }
    }

    private void delete(Collection collection) {
        try (Progress progress = output.progress("delete", count)) {
            for (int from = 0; from < count; from += Points.BATCH) {
                long[] ids =
                        LongStream.range(from, Math.min(count, from + Points.BATCH))
                                .filter(number -> number % KEPT_OF != 0)
                                .toArray();
                var _ = collection.delete(Selection.of(ids));
                progress.done(from + ids.length);
            }
            progress.finish(count, true);
        }
    }

    /// Fills another collection with the points that are left.
    ///
    /// @return the bytes it takes in the end
    private long fill(Path path, Map<String, Object> result) throws IOException {
        RandomVectors random = new RandomVectors(dimension);
        try (Database database = VecDb.open(path)) {
            Collection collection =
                    database.createCollection("bench", Points.config(dimension, kind.config()));
            for (long from = 0; from < count / KEPT_OF; from += Points.BATCH) {
                long to = Math.min(count / KEPT_OF, from + Points.BATCH);
                var _ =
                        collection.upsert(
                                LongStream.range(from, to)
                                        .mapToObj(number -> kept(random, number))
                                        .toList());
            }
            result.put("fresh", settled(collection, path, new LinkedHashMap<>()));
            return collection.stats().diskBytes();
        }
    }

    /// Waits until a collection's files stand still.
    private Map<String, Object> settled(
            Collection collection, Path path, Map<String, Object> figures) throws IOException {
        output.remark("waiting until nothing changes");
        Polling.Still<Long> still =
                Polling.untilStill("its bytes", () -> collection.stats().diskBytes());
        CollectionStats stats = collection.stats();
        figures.put("settled_seconds", still.seconds());
        figures.put("points", stats.points());
        figures.put("disk_bytes", stats.diskBytes());
        figures.put(
                "segment_bytes",
                stats.segments().stream().mapToLong(SegmentStats::diskBytes).sum());
        figures.put("log_bytes", stats.log().diskBytes());
        figures.put("folder_bytes", TemporaryFolder.bytes(path));
        figures.put("segments", stats.segments().size());
        figures.put("points_in_log_only", stats.pendingPoints());
        figures.put(
                "deleted_points_in_files",
                stats.segments().stream().mapToLong(SegmentStats::deletedPoints).sum());
        return figures;
    }
}
