package io.vecdb.app.storage;

import io.vecdb.DatabaseOptions;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.Include;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.LogStats;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Scroll;
import io.vecdb.api.VectorConfig;
import io.vecdb.app.cli.DataOption;
import io.vecdb.app.cli.Session;
import io.vecdb.app.cli.StorageOptions;
import io.vecdb.app.cli.UsageException;
import io.vecdb.app.cli.Workspace;
import io.vecdb.app.console.JsonOutput;
import io.vecdb.app.console.Progress;
import io.vecdb.app.console.Quantity;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

/// `vecdb storage insert`: writes random points, to see how fast that is and what it costs.
@Command(
        name = "insert",
        description = "Write random points, and show how fast they become durable.")
final class InsertCommand implements Callable<Integer> {
    private static final int MOST = 1_000_000;

    private final Session session;

    @Mixin private DataOption data = new DataOption();
    @Mixin private StorageOptions storage = new StorageOptions();

    @Option(names = "--count", paramLabel = "N", description = "Points (default: 100000).")
    private long count = 100_000;

    @Option(names = "--dimension", paramLabel = "N", description = "Dimension (default: 128).")
    private int dimension = 128;

    @Option(names = "--batch", paramLabel = "N", description = "Points a write (default: 1000).")
    private int batch = 1_000;

    @Option(names = "--writers", paramLabel = "N", description = "Threads (default: 1).")
    private int writers = 1;

    @Option(
            names = "--collection",
            paramLabel = "NAME",
            description =
                    "Where they go (default: random). It is created, with vectors that are"
                            + " scanned, if it does not exist.")
    private String name = "random";

    InsertCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() {
        requireBetween("--count", count, Long.MAX_VALUE >> 1);
        requireBetween("--batch", batch, MOST);
        requireBetween("--writers", writers, 1_000);
        DatabaseOptions options = storage.options();
        CollectionConfig config =
                UsageException.check(() ->
                        CollectionConfig.of(
                                VectorConfig.of(dimension, Metric.L2)
                                        .withIndex(new IndexConfig.Flat())));
        UsageException.parse(
                "--collection",
                () -> {
                    CollectionConfig.requireName("collection", name);
                    return name;
                });
        try (Workspace workspace = Workspace.open(session, data.folder(), options);
                Progress progress = Progress.of(session.console(), "insert", count, 0)) {
            Collection collection = collection(workspace.database(), config);
            LogStats before = collection.stats().log();
            long first = firstFree(collection);
            long begin = System.nanoTime();
            insert(collection, first, progress);
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            report(took, before, collection.stats().log());
        }
        return 0;
    }

    private static void requireBetween(String option, long value, long most) {
        if (value < 1 || value > most) {
            throw new UsageException(
                    "Invalid value for option '"
                            + option
                            + "': "
                            + value
                            + " does not lie in 1 to "
                            + most
                            + ".");
        }
    }

    private Collection collection(Database database, CollectionConfig config) {
        if (!database.hasCollection(name)) {
            return database.createCollection(name, config);
        }
        Collection existing = database.collection(name);
        VectorConfig unnamed = existing.config().vectors().get("");
        if (unnamed == null || unnamed.dimension() != dimension) {
            throw DbException.invalid(
                    "The collection '"
                            + name
                            + "' has other vectors than one of "
                            + dimension
                            + " dimensions; name another collection or dimension.");
        }
        return existing;
    }

    /// The number behind all that are ids of points: nothing of the user's is overwritten.
    private long firstFree(Collection collection) {
        long low = 0;
        long high = Long.MAX_VALUE - count;
        while (low < high) {
            long middle = low + (high - low) / 2;
            if (holdsNumberFrom(collection, middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (holdsNumberFrom(collection, low)) {
            throw DbException.invalid(
                    "The collection '"
                            + name
                            + "' has such large numbers for ids that no "
                            + Quantity.count(count)
                            + " more lie behind them; name another one.");
        }
        return low;
    }

    private static boolean holdsNumberFrom(Collection collection, long number) {
        Scroll one = Scroll.FIRST.from(PointId.of(number)).limit(1).include(Include.NOTHING);
        return collection.scroll(one).points().stream()
                .anyMatch(point -> point.id() instanceof PointId.Num);
    }

    /// Each writer takes the next batch until none is left; progress is shown by this thread.
    private void insert(Collection collection, long first, Progress progress) {
        AtomicLong next = new AtomicLong();
        AtomicLong done = new AtomicLong();
        List<FutureTask<Void>> tasks = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            FutureTask<Void> task =
                    new FutureTask<>(() -> write(collection, first, next, done), null);
            tasks.add(task);
            Thread.ofPlatform().name("writer-" + i).daemon().start(task);
        }
        for (FutureTask<Void> task : tasks) {
            await(task, progress, done);
        }
        progress.finish(done.get(), true);
    }

    private void write(Collection collection, long first, AtomicLong next, AtomicLong done) {
        for (long from = next.getAndAdd(batch); from < count; from = next.getAndAdd(batch)) {
            List<Point> points = new ArrayList<>(batch);
            long to = Math.min(count, from + batch);
            for (long i = first + from; i < first + to; i++) {
                points.add(Point.of(i, vector(i)));
            }
            collection.upsert(points);
            var _ = done.addAndGet(to - from);
        }
    }

    /// Always the same for a number.
    private float[] vector(long number) {
        SplittableRandom random = new SplittableRandom(number);
        float[] vector = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            vector[i] = random.nextInt() * 0x1p-31f;
        }
        return vector;
    }

    private static void await(FutureTask<Void> task, Progress progress, AtomicLong done) {
        try {
            while (!task.isDone()) {
                Thread.sleep(20);
                progress.done(done.get());
            }
            task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof DbException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        }
    }

    private void report(Duration took, LogStats before, LogStats after) {
        long writes = after.writes() - before.writes();
        long syncs = after.syncs() - before.syncs();
        long records = after.records() - before.records();
        long bytes = after.bytes() - before.bytes();
        double seconds = Quantity.seconds(took);
        if (session.json()) {
            session.print(
                    JsonOutput.object()
                            .put("collection", name)
                            .put("points", count)
                            .put("dimension", dimension)
                            .put("writers", writers)
                            .put("batch", batch)
                            .put("seconds", seconds)
                            .put("points_per_second", count / seconds)
                            .put("log_records", records)
                            .put("log_bytes", bytes)
                            .put("log_writes", writes)
                            .put("log_syncs", syncs));
            return;
        }
        session.print(
                "Inserted "
                        + Quantity.count(count)
                        + " points of "
                        + dimension
                        + " dimensions into '"
                        + name
                        + "' in "
                        + Quantity.time(took)
                        + ": "
                        + Quantity.count(Math.round(count / seconds))
                        + " a second.");
        session.print(
                "Log: "
                        + Quantity.count(records)
                        + " records, "
                        + Quantity.bytes(bytes)
                        + ", "
                        + Quantity.count(writes)
                        + " writes, "
                        + Quantity.count(syncs)
                        + " syncs.");
    }
}
