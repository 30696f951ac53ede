package io.vecdb.bench;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionStats;
import io.vecdb.api.Hit;
import io.vecdb.api.Include;
import io.vecdb.api.PointId;
import io.vecdb.api.Query;
import io.vecdb.vectors.VectorRows;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/// The searches of [MergeBench], by what the collection does beside them.
final class MergeTurns {
    private static final int LIMIT = 10;

    private final Collection collection;
    private final VectorRows rows;
    private final List<Query> queries;
    private final int quietSeconds;
    private final Map<Phase, List<Latencies>> latencies = new EnumMap<>(Phase.class);
    private final Map<Phase, List<Double>> recalls = new EnumMap<>(Phase.class);
    private int segments;

    /// What goes on.
    enum Phase {
        /// Nothing; the collection is one segment.
        QUIET_BEFORE_INGEST,
        /// Points are added, flushed and put into a graph of their own.
        INGEST,
        /// Nothing; the collection is what the merge will find.
        QUIET,
        /// All segments are merged into one.
        MERGE,
        /// Nothing; the collection is what the merge left.
        QUIET_AFTER_MERGE;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param rows that are written, in their order, from the first
    MergeTurns(Collection collection, VectorRows rows, List<float[]> queries, int quietSeconds) {
        this.collection = collection;
        this.rows = rows;
        this.queries =
                queries.stream()
                        .map(query -> Query.nearest(query).limit(LIMIT).include(Include.NOTHING))
                        .toList();
        this.quietSeconds = quietSeconds;
    }

    /// Measures all phases once, in the order of [Phase].
    ///
    /// @param from the rows that are added, from this one
    /// @param to up to before this one
    void turn(int from, int to) {
        note(Phase.QUIET_BEFORE_INGEST, quiet());
        note(
                Phase.INGEST,
                beside(() -> {
                    write(from, to);
                    Polling.until(
                            "all points are in graphs",
                            () -> collection.stats().indexedPoints() == to);
                }));
        settle();
        segments = Math.max(segments, collection.stats().segments().size());
        List<Set<PointId>> truth =
                collection.search(queries.stream().map(Query::exact).toList()).stream()
                        .map(MergeTurns::ids)
                        .toList();
        note(Phase.QUIET, quiet(), truth);
        note(Phase.MERGE, beside(collection::compact), truth);
        note(Phase.QUIET_AFTER_MERGE, quiet(), truth);
    }

    /// Adds rows, each as the point of its number.
    void write(int from, int to) {
        Points.write(collection, from, to, number -> rows.row((int) number), done -> {});
    }

    /// Waits until the collection has merged what it wants to.
    void settle() {
        Polling.Still<List<CollectionStats.SegmentStats>> _ =
                Polling.untilStill("the segments", () -> collection.stats().segments());
    }

    /// Searches with nothing beside them; a first round, which reads files that are new, does not
    /// count.
    Latencies.Run<List<Hit>> quiet() {
        var _ = search(() -> false);
        long begin = System.nanoTime();
        return search(() -> System.nanoTime() - begin < quietSeconds * 1_000_000_000L);
    }

    private Latencies.Run<List<Hit>> beside(Runnable work) {
        FutureTask<?> task = Writers.start(work);
        Latencies.Run<List<Hit>> run = search(() -> !task.isDone());
        Writers.await(task);
        return run;
    }

    private Latencies.Run<List<Hit>> search(BooleanSupplier goesOn) {
        return Latencies.measure(queries.size(), i -> collection.search(queries.get(i)), goesOn);
    }

    private void note(Phase phase, Latencies.Run<List<Hit>> run) {
        latencies.computeIfAbsent(phase, p -> new ArrayList<>()).add(run.latencies());
    }

    private void note(Phase phase, Latencies.Run<List<Hit>> run, List<Set<PointId>> truth) {
        note(phase, run);
        double found = 0;
        for (int i = 0; i < truth.size(); i++) {
            Set<PointId> ids = ids(run.answers().get(i));
            ids.retainAll(truth.get(i));
            found += (double) ids.size() / truth.get(i).size();
        }
        recalls.computeIfAbsent(phase, p -> new ArrayList<>()).add(found / truth.size());
    }

    private static Set<PointId> ids(List<Hit> hits) {
        Set<PointId> ids = new HashSet<>();
        hits.forEach(hit -> ids.add(hit.id()));
        return ids;
    }

    /// The newest measurement of each phase, a line each.
    String last() {
        StringBuilder lines = new StringBuilder();
        latencies.forEach((phase, runs) ->
                lines.append(String.format("%n  %-20s %s", phase.label(), runs.getLast())));
        return lines.toString();
    }

    /// The medians of each phase, and how the 99th percentiles compare.
    Map<String, Object> summary() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("limit", LIMIT);
        map.put("segments_before_merge", segments);
        for (Phase phase : Phase.values()) {
            Map<String, Object> figures = Latencies.summary(latencies(phase));
            if (recalls.containsKey(phase)) {
                figures.put("recall", Median.of(recalls.get(phase), recall -> recall));
            }
            map.put(phase.label(), figures);
        }
        map.put("p99_ratio_merge", p99(Phase.MERGE) / p99(Phase.QUIET));
        map.put("p99_ratio_ingest", p99(Phase.INGEST) / p99(Phase.QUIET_BEFORE_INGEST));
        return map;
    }

    private double p99(Phase phase) {
        return Median.of(latencies(phase), Latencies::micros99);
    }

    private List<Latencies> latencies(Phase phase) {
        return latencies.getOrDefault(phase, List.of());
    }
}
