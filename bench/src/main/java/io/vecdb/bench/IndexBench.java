package io.vecdb.bench;

import io.vecdb.api.IndexConfig;
import io.vecdb.distance.Distances;
import io.vecdb.index.AcceptSet;
import io.vecdb.index.BuildOptions;
import io.vecdb.index.IndexQuery;
import io.vecdb.index.Neighbors;
import io.vecdb.index.VectorIndex;
import io.vecdb.index.catalog.IndexCatalog;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Recall against queries per second of a bare index, on one thread.
@Command(
        name = "index",
        mixinStandardHelpOptions = true,
        description = "Builds an index over a vector file and measures recall and speed.")
final class IndexBench implements Callable<Integer> {
    @Mixin private DataSet data = new DataSet();
    @Mixin private Main.Output output = new Main.Output();
    @Mixin private GraphOptions graph = new GraphOptions();

    @Option(names = "--index", description = "hnsw or flat (default: ${DEFAULT-VALUE})")
    private Kind kind = Kind.HNSW;

    private enum Kind {
        FLAT,
        HNSW
    }

    @Override
    public Integer call() throws IOException {
        DataSet.Loaded set = data.load();
        IndexConfig config =
                switch (kind) {
                    case FLAT -> new IndexConfig.Flat();
                    case HNSW -> graph.config();
                };
        Cost begin = Cost.now();
        VectorIndex index =
                IndexCatalog.build(config, set.metric(), set.rows(), graph.buildOptions());
        Cost took = Cost.since(begin);
        output.row(
                String.format(
                        "%s, %d × %d, %s, %s kernels: built with %d threads in %.1f s (%.1f s of"
                                + " CPU)",
                        data.name(),
                        set.rows().count(),
                        set.rows().dimension(),
                        config,
                        Distances.best().name(),
                        graph.threads,
                        took.seconds(),
                        took.cpuSeconds()));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("data", data.name());
        result.put("index", kind.name().toLowerCase(java.util.Locale.ROOT));
        result.put("metric", set.metric().label());
        result.put("points", set.rows().count());
        result.put("dimension", set.rows().dimension());
        result.put("kernels", Distances.best().name());
        result.put("threads", graph.threads);
        result.put("build_wall_seconds", took.seconds());
        result.put("build_cpu_seconds", took.cpuSeconds());
        result.put("index_bytes", index.memoryBytes());
        result.put("rows", sweep(set, index));
        output.result(result);
        return 0;
    }

    private List<Map<String, Object>> sweep(DataSet.Loaded set, VectorIndex index) {
        List<Map<String, Object>> rows = new ArrayList<>();
        AcceptSet all = AcceptSet.all(set.rows().count());
        for (int ef : kind == Kind.FLAT ? List.of(0) : graph.efs) {
            Timing.Run<Neighbors> run =
                    Timing.measure(
                            set.queries().size(),
                            i ->
                                    index.search(
                                            new IndexQuery(set.queries().get(i), set.k(), ef),
                                            all));
            double recall = set.recall(run.answers().stream().map(Neighbors::rows).toList());
            output.row(
                    String.format(
                            "  ef %4d   recall@%d %.4f   %s", ef, set.k(), recall, run.timing()));
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("ef", ef);
            row.put("recall", recall);
            row.putAll(run.timing().toMap());
            rows.add(row);
        }
        return rows;
    }

    /// The parameters of a graph and of its searches.
    static final class GraphOptions {
        @Option(names = "--m", description = "links a node (default: ${DEFAULT-VALUE})")
        private int m = 16;

        @Option(names = "--ef-construction", description = "default: ${DEFAULT-VALUE}")
        private int efConstruction = 200;

        @Option(names = "--threads", description = "build threads (default: ${DEFAULT-VALUE})")
        private int threads = Runtime.getRuntime().availableProcessors();

        @Option(
                names = "--sweep",
                split = ",",
                description = "values of ef, 0 is the index's choice (default: ${DEFAULT-VALUE})")
        private List<Integer> efs = List.of(0, 10, 20, 40, 80, 160);

        IndexConfig config() {
            return new IndexConfig.Hnsw(m, efConstruction, 0);
        }

        BuildOptions buildOptions() {
            return BuildOptions.threads(threads);
        }

        List<Integer> efs() {
            return efs;
        }
    }
}
