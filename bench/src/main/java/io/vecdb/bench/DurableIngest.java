package io.vecdb.bench;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.LogStats;
import io.vecdb.api.Point;
import io.vecdb.api.SyncPolicy;
import io.vecdb.app.cli.SyncText;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Points that are acknowledged by a collection whose vectors are scanned, and then the same bytes
/// on the raw disk. Flushes and merges go on beside the writers; what of them is left when the last
/// write was acknowledged does not count. Neither does making the points.
final class DurableIngest implements Contestant {
    private final String sync;
    private final int writers;
    private final int batch;
    private final List<Point> points;
    private final int dimension;
    private final List<Run> runs = new ArrayList<>();

    /// @param log what it did for these points
    /// @param append the same bytes at the end of a file
    /// @param overwrite the same bytes over what stands there
    private record Run(Cost cost, LogStats log, Cost append, Cost overwrite) {}

    /// @param sync the policy, as [SyncText] reads it
    /// @param batch points a write
    /// @param points all of the same dimension
    DurableIngest(String sync, int writers, int batch, List<Point> points, int dimension) {
        this.sync = sync;
        this.writers = writers;
        this.batch = batch;
        this.points = points;
        this.dimension = dimension;
    }

    @Override
    public String run(TemporaryFolder folder, boolean counts) throws IOException {
        SyncPolicy policy = SyncText.parse(sync);
        Cost cost;
        LogStats log;
        try (Database database =
                VecDb.open(folder.fresh("database"), DatabaseOptions.DEFAULT.withSync(policy))) {
            Collection collection =
                    database.createCollection(
                            "bench", Points.config(dimension, new IndexConfig.Flat()));
            AtomicInteger next = new AtomicInteger();
            cost = Cost.of(() -> Writers.run(writers, () -> write(collection, next)));
            log = collection.stats().log();
        }
        RawDisk raw = RawDisk.like(log);
        Run run =
                new Run(
                        cost,
                        log,
                        raw.append(folder.fresh("append")),
                        raw.overwrite(folder.fresh("overwrite")));
        if (counts) {
            runs.add(run);
        }
        return String.format(
                "%s: %.0f points/s; raw %.0f at the end of a file, %.0f within it",
                this, rate(run.cost), rate(run.append), rate(run.overwrite));
    }

    /// Each writer takes the next batch until none is left.
    private void write(Collection collection, AtomicInteger next) {
        for (int i = next.getAndAdd(batch); i < points.size(); i = next.getAndAdd(batch)) {
            collection.upsert(points.subList(i, Math.min(points.size(), i + batch)));
        }
    }

    private double rate(Cost cost) {
        return points.size() / cost.seconds();
    }

    @Override
    public Map<String, Object> summary() {
        Cost cost = Median.cost(runs, Run::cost);
        Cost append = Median.cost(runs, Run::append);
        Cost overwrite = Median.cost(runs, Run::overwrite);
        double records = Median.of(runs, run -> run.log.records());
        double bytes = Median.of(runs, run -> run.log.bytes());
        double writes = Median.of(runs, run -> run.log.writes());
        double syncs = Median.of(runs, run -> run.log.syncs());
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("sync", sync);
        map.put("writers", writers);
        map.put("batch", batch);
        map.put("points", points.size());
        map.put("points_per_second", rate(cost));
        map.put("cpu_micros_per_point", cost.cpuSeconds() * 1e6 / points.size());
        map.putAll(cost.toMap());
        map.put("log_bytes", bytes);
        map.put("log_bytes_per_record", bytes / records);
        map.put("log_writes", writes);
        map.put("log_syncs", syncs);
        if (syncs > 0) {
            map.put("acknowledged_writes_per_sync", records / syncs);
        }
        map.put("raw_append", raw(append, bytes));
        map.put("raw_overwrite", raw(overwrite, bytes));
        map.put("share_of_raw_append", append.seconds() / cost.seconds());
        map.put("share_of_raw_overwrite", overwrite.seconds() / cost.seconds());
        return map;
    }

    private Map<String, Object> raw(Cost cost, double bytes) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("points_per_second", rate(cost));
        map.put("megabytes_per_second", bytes / 1e6 / cost.seconds());
        map.putAll(cost.toMap());
        return map;
    }

    @Override
    public String toString() {
        return String.format("sync %s, %d writers, batches of %d", sync, writers, batch);
    }
}
