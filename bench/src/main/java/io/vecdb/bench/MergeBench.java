package io.vecdb.bench;

import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.vectors.VectorRows;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/// How much longer searches take while a merge builds a graph beside them. Each turn adds a part of
/// a fifth to a collection of one segment, with searches going on, until that part has a graph of
/// its own; then searches are measured quietly, and once more while `compact()` makes one segment
/// of both. Between these last two nothing is written, so they differ in the merge alone.
@Command(
        name = "merge",
        mixinStandardHelpOptions = true,
        description = "Measures search latency quietly, beside a merge and beside ingest.")
final class MergeBench implements Callable<Integer> {
    /// The base has so many parts. A segment more than four times as large as the newer ones is not
    /// merged with them by itself.
    private static final int BASE_PARTS = 5;

    @Mixin private TemporaryFolder.Place place = new TemporaryFolder.Place();
    @Mixin private GraphData data = new GraphData();
    @Mixin private Main.Output output = new Main.Output();

    @Option(
            names = "--count",
            paramLabel = "N",
            description =
                    "points in the beginning, fewer if a file has no more (default:"
                            + " ${DEFAULT-VALUE})")
    private int count = 160_000;

    @Option(
            names = "--queries",
            paramLabel = "N",
            description = "queries; of a file, its last rows (default: ${DEFAULT-VALUE})")
    private int queryCount = 500;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "how long quiet searches are measured (default: ${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads that build graphs (default: ${DEFAULT-VALUE})")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--turns", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
    private int turns = 3;

    @Override
    public Integer call() throws IOException {
        Main.requireAtLeast(BASE_PARTS * Points.BATCH, "--count", count);
        Main.requireAtLeast(1, "--dimension", data.dimension());
        Main.requireAtLeast(1, "--queries", queryCount);
        Main.requireAtLeast(1, "--seconds", seconds);
        Main.requireAtLeast(1, "--threads", threads);
        Main.requireAtLeast(1, "--turns", turns);
        VectorRows all = data.load(count / BASE_PARTS * (BASE_PARTS + turns) + queryCount);
        int part = (all.count() - queryCount) / (BASE_PARTS + turns);
        if (part < Points.BATCH) {
            throw DbException.invalid(
                    data.name()
                            + " holds "
                            + all.count()
                            + " vectors; "
                            + turns
                            + " turns need at least "
                            + ((BASE_PARTS + turns) * Points.BATCH + queryCount)
                            + ".");
        }
        GraphSettings settings = GraphSettings.of(part, threads);
        part -= part % settings.bufferPoints();
        try (TemporaryFolder folder = place.create();
                Database database = VecDb.open(folder.fresh("database"), settings.options())) {
            Collection collection =
                    database.createCollection("bench", settings.config(all.dimension()));
            MergeTurns measured = new MergeTurns(collection, all, queries(all), seconds);
            int base = BASE_PARTS * part;
            output.remark("filling with " + base + " points, building graphs, merging to one");
            measured.write(0, base);
            measured.settle();
            collection.compact();
            output.remark("warm-up: " + measured.quiet().latencies());
            for (int turn = 0; turn < turns; turn++) {
                measured.turn(base + turn * part, base + (turn + 1) * part);
                output.remark("turn " + (turn + 1) + " of " + turns + measured.last());
            }
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("machine", Machine.toMap(folder.path()));
            result.put("data", data.name());
            result.put("dimension", all.dimension());
            result.put("points_before", base);
            result.put("points_added_a_turn", part);
            result.put("buffer_points", settings.bufferPoints());
            result.put("graph", settings.graph().toString());
            result.put("build_threads", threads);
            result.put("queries", queryCount);
            result.put("turns", turns);
            result.putAll(measured.summary());
            output.report(result);
        }
        return 0;
    }

    private List<float[]> queries(VectorRows all) {
        return IntStream.range(all.count() - queryCount, all.count()).mapToObj(all::row).toList();
    }
}
