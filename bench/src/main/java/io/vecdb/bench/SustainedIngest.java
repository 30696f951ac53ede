package io.vecdb.bench;

import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionStats;
import io.vecdb.api.Database;
import io.vecdb.api.Metric;
import io.vecdb.index.BuildOptions;
import io.vecdb.index.VectorIndex;
import io.vecdb.index.catalog.IndexCatalog;
import io.vecdb.vectors.VectorRows;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Points that one thread writes to a collection with graphs, until every point is in a graph and
/// at most two segments are left; and then the same graph over all rows, built without a database
/// with as many threads.
final class SustainedIngest implements Contestant {
    private static final int SEGMENTS = 2;

    /// A collection does not begin to merge in its first five seconds, which says nothing about a
    /// rate that is sustained.
    private static final Duration FIRST_SECONDS = Duration.ofSeconds(6);

    private final VectorRows rows;
    private final GraphSettings settings;
    private final List<Run> runs = new ArrayList<>();

    /// @param acknowledgedSeconds until the last write was acknowledged
    /// @param ingest until all was in graphs
    private record Run(double acknowledgedSeconds, Cost ingest, int segments, Cost bare) {}

    /// @param all as many of these as fill write buffers are used
    SustainedIngest(VectorRows all, int threads) {
        settings = GraphSettings.of(all.count(), threads);
        rows =
                new VectorRows(
                        all.segment(),
                        all.offset(),
                        all.count() - all.count() % settings.bufferPoints(),
                        all.dimension(),
                        all.guard());
    }

    @Override
    public String run(TemporaryFolder folder, boolean counts) throws IOException {
        Cost begin;
        double acknowledged;
        Cost ingest;
        int segments;
        try (Database database = VecDb.open(folder.fresh("database"), settings.options())) {
            Collection collection =
                    database.createCollection("bench", settings.config(rows.dimension()));
            Polling.sleep(FIRST_SECONDS);
            begin = Cost.now();
            Points.write(collection, 0, rows.count(), i -> rows.row((int) i), done -> {});
            acknowledged = Cost.since(begin).seconds();
            Polling.until(
                    "all points are in graphs of at most two segments",
                    () -> isServedByGraphs(collection.stats()));
            ingest = Cost.since(begin);
            segments = collection.stats().segments().size();
        }
        Run run = new Run(acknowledged, ingest, segments, Cost.of(this::build));
        if (counts) {
            runs.add(run);
        }
        return String.format(
                "ingest with graphs: %.0f points/s; bare build %.0f",
                rate(run.ingest), rate(run.bare));
    }

    private boolean isServedByGraphs(CollectionStats stats) {
        return stats.indexedPoints() == rows.count() && stats.segments().size() <= SEGMENTS;
    }

    private void build() {
        VectorIndex index =
                IndexCatalog.build(
                        settings.graph(),
                        Metric.L2,
                        rows,
                        BuildOptions.threads(settings.threads()));
        if (index.memoryBytes() == 0) {
            throw new AssertionError("no graph was built");
        }
    }

    private double rate(Cost cost) {
        return rows.count() / cost.seconds();
    }

    @Override
    public Map<String, Object> summary() {
        Cost ingest = Median.cost(runs, Run::ingest);
        Cost bare = Median.cost(runs, Run::bare);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("points", rows.count());
        map.put("dimension", rows.dimension());
        map.put("graph", settings.graph().toString());
        map.put("build_threads", settings.threads());
        map.put("buffer_points", settings.bufferPoints());
        map.put("points_per_second", rate(ingest));
        map.put("acknowledged_seconds", Median.of(runs, Run::acknowledgedSeconds));
        map.put("segments_at_end", runs.stream().mapToInt(Run::segments).max().orElse(0));
        map.putAll(ingest.toMap());
        map.put("bare_points_per_second", rate(bare));
        map.put("bare_seconds", bare.seconds());
        map.put("bare_cpu_seconds", bare.cpuSeconds());
        map.put("share_of_bare", bare.seconds() / ingest.seconds());
        map.put("cpu_share_of_bare", bare.cpuSeconds() / ingest.cpuSeconds());
        return map;
    }
}
