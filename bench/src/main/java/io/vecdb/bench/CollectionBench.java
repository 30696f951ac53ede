package io.vecdb.bench;

import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.CollectionStats;
import io.vecdb.api.Database;
import io.vecdb.api.Hit;
import io.vecdb.api.Include;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Query;
import io.vecdb.api.VectorConfig;
import io.vecdb.index.AcceptSet;
import io.vecdb.index.IndexQuery;
import io.vecdb.index.Neighbors;
import io.vecdb.index.VectorIndex;
import io.vecdb.index.catalog.IndexCatalog;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// What a collection costs beside its index: the same vectors, the same graph parameters, searched
/// bare and through a collection in turn (A B A B) in one process.
@Command(
        name = "collection",
        mixinStandardHelpOptions = true,
        description = "Compares searches through a collection with those of the bare index.")
final class CollectionBench implements Callable<Integer> {
    private static final int TURNS = 3;
    private static final int BATCH = 500;

    @Mixin private DataSet data = new DataSet();
    @Mixin private Main.Output output = new Main.Output();
    @Mixin private IndexBench.GraphOptions graph = new IndexBench.GraphOptions();
    @Mixin private TemporaryFolder.Place place = new TemporaryFolder.Place();

    @Override
    public Integer call() throws IOException {
        DataSet.Loaded set = data.load();
        try (TemporaryFolder folder = place.create();
                Database database = VecDb.open(folder.path())) {
            VectorConfig vector =
                    VectorConfig.of(set.rows().dimension(), set.metric()).withIndex(graph.config());
            Collection collection = database.createCollection("bench", CollectionConfig.of(vector));
            long begin = System.nanoTime();
            fill(collection, set);
            double ingestSeconds = (System.nanoTime() - begin) / 1e9;
            CollectionStats after = collection.stats();
            collection.compact();
            double readySeconds = (System.nanoTime() - begin) / 1e9;
            output.row(
                    String.format(
                            "%s: %d points acknowledged in %.1f s (%d segments and %d points"
                                    + " pending then), one segment after %.1f s",
                            data.name(),
                            after.points(),
                            ingestSeconds,
                            after.segments().size(),
                            after.pendingPoints(),
                            readySeconds));
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("data", data.name());
            result.put("points", after.points());
            result.put("ingest_seconds", ingestSeconds);
            result.put("one_segment_seconds", readySeconds);
            result.put("rows", compare(set, collection));
            output.result(result);
        }
        return 0;
    }

    private static void fill(Collection collection, DataSet.Loaded set) {
        for (int from = 0; from < set.rows().count(); from += BATCH) {
            List<Point> batch = new ArrayList<>();
            for (int row = from; row < Math.min(from + BATCH, set.rows().count()); row++) {
                batch.add(Point.of(row, set.rows().row(row)));
            }
            collection.upsert(batch);
        }
    }

    private List<Map<String, Object>> compare(DataSet.Loaded set, Collection collection) {
        VectorIndex bare =
                IndexCatalog.build(graph.config(), set.metric(), set.rows(), graph.buildOptions());
        AcceptSet all = AcceptSet.all(set.rows().count());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int ef : graph.efs()) {
            List<Timing> bareTimings = new ArrayList<>();
            List<Timing> collectionTimings = new ArrayList<>();
            double bareRecall = 0;
            double recall = 0;
            for (int turn = 0; turn < TURNS; turn++) {
                Timing.Run<Neighbors> a =
                        Timing.measure(
                                set.queries().size(),
                                i ->
                                        bare.search(
                                                new IndexQuery(set.queries().get(i), set.k(), ef),
                                                all));
                Timing.Run<List<Hit>> b =
                        Timing.measure(
                                set.queries().size(), i -> collection.search(query(set, i, ef)));
                bareTimings.add(a.timing());
                collectionTimings.add(b.timing());
                bareRecall = set.recall(a.answers().stream().map(Neighbors::rows).toList());
                recall = set.recall(b.answers().stream().map(CollectionBench::rows).toList());
            }
            Timing bareTiming = Timing.median(bareTimings);
            Timing timing = Timing.median(collectionTimings);
            double share = timing.cpuQueriesPerSecond() / bareTiming.cpuQueriesPerSecond();
            output.row(
                    String.format(
                            "  ef %4d  bare        recall %.4f   %s", ef, bareRecall, bareTiming));
            output.row(
                    String.format(
                            "           collection  recall %.4f   %s   %.0f%% of bare",
                            recall, timing, 100 * share));
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("ef", ef);
            row.put("bare_recall", bareRecall);
            row.put("recall", recall);
            row.put("bare", bareTiming.toMap());
            row.put("collection", timing.toMap());
            row.put("cpu_share", share);
            rows.add(row);
        }
        return rows;
    }

    private static Query query(DataSet.Loaded set, int number, int ef) {
        Query query =
                Query.nearest(set.queries().get(number)).limit(set.k()).include(Include.NOTHING);
        return ef == 0 ? query : query.ef(ef);
    }

    private static int[] rows(List<Hit> hits) {
        return hits.stream()
                .mapToInt(hit -> hit.id() instanceof PointId.Num num ? (int) num.value() : -1)
                .toArray();
    }
}
