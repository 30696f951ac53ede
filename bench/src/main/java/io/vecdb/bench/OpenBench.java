package io.vecdb.bench;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionStats;
import io.vecdb.api.Database;
import io.vecdb.api.Filter;
import io.vecdb.api.Hit;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Query;
import io.vecdb.api.VectorConfig;
import io.vecdb.app.console.Progress;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/// How long a program waits for its first answer, and what an open database takes of the heap. Each
/// time in a fresh process, whose own start does not count.
@Command(
        name = "open",
        mixinStandardHelpOptions = true,
        description = "Measures from opening a database to the first answer, and its heap.")
final class OpenBench implements Callable<Integer> {
    @Mixin private TemporaryFolder.Place place = new TemporaryFolder.Place();
    @Mixin private Main.Output output = new Main.Output();

    @Option(names = "--count", paramLabel = "N", description = "points (default: ${DEFAULT-VALUE})")
    private int count = 1_000_000;

    @Option(names = "--dimension", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
    private int dimension = 128;

    @Option(
            names = "--index",
            description = "flat, or hnsw, which takes minutes to build (default: flat)")
    private Kind kind = Kind.FLAT;

    @Option(names = "--turns", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
    private int turns = 5;

    /// How vectors are served.
    enum Kind {
        FLAT,
        HNSW;

        IndexConfig config() {
            return this == FLAT ? new IndexConfig.Flat() : IndexConfig.Hnsw.DEFAULT;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public Integer call() throws IOException {
        Main.requireAtLeast(10, "--count", count);
        Main.requireAtLeast(1, "--dimension", dimension);
        Main.requireAtLeast(1, "--turns", turns);
        try (TemporaryFolder folder = place.create()) {
            Path path = folder.fresh("database");
            CollectionStats filled = fill(path);
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("machine", Machine.toMap(folder.path()));
            result.put("points", count);
            result.put("dimension", dimension);
            result.put("index", kind.label());
            result.put("segments", filled.segments().size());
            result.put("disk_bytes", TemporaryFolder.bytes(path));
            new Openings(Opener.class, path, count)
                    .measure(turns, output, OpenBench::line, OpenBench::summary, result);
            output.report(result);
        }
        return 0;
    }

    /// Fills a database, waits until it has merged what it wants to, and closes it.
    private CollectionStats fill(Path path) {
        RandomVectors random = new RandomVectors(dimension);
        try (Database database = VecDb.open(path)) {
            Collection collection =
                    database.createCollection("bench", Points.config(dimension, kind.config()));
            try (Progress progress = output.progress("fill", count)) {
                Points.write(collection, 0, count, random::vector, progress::done);
                progress.finish(count, true);
            }
            output.remark("waiting for merges");
            var _ = Polling.untilStill("segments", () -> collection.stats().segments());
            return collection.stats();
        }
    }

    private static String line(JsonNode found) {
        return String.format(
                "first answer after %.0f ms, heap %.1f MB",
                found.get("first_answer_ms").asDouble(), found.get("heap_bytes").asDouble() / 1e6);
    }

    private static Map<String, Object> summary(List<JsonNode> runs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (String figure :
                List.of(
                        "open_ms",
                        "first_answer_ms",
                        "first_answer_cpu_ms",
                        "heap_bytes_before",
                        "heap_bytes")) {
            map.put(figure, Median.of(runs, run -> run.get(figure).asDouble()));
        }
        map.put(
                "first_answer_ms_max",
                runs.stream()
                        .mapToDouble(run -> run.get("first_answer_ms").asDouble())
                        .max()
                        .orElseThrow());
        return map;
    }

    /// Opens the database, searches and looks at the heap: folder.
    static final class Opener {
        private Opener() {}

        public static void main(String[] arguments) throws IOException {
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("heap_bytes_before", heapBytes());
            Cost begin = Cost.now();
            try (Database database = VecDb.open(Path.of(arguments[0]))) {
                figures.put("open_ms", Cost.since(begin).seconds() * 1e3);
                Collection collection = database.collection("bench");
                List<Hit> hits = collection.search(Query.nearest(anything(collection)));
                Cost answered = Cost.since(begin);
                figures.put("first_answer_ms", answered.seconds() * 1e3);
                figures.put("first_answer_cpu_ms", answered.cpuSeconds() * 1e3);
                figures.put("hits", hits.size());
                figures.put("heap_bytes", heapBytes());
                figures.put("points", collection.count(Filter.all()));
            }
            ChildJvm.tell(figures);
        }

        /// A vector of the right dimension that costs nothing to make.
        private static float[] anything(Collection collection) {
            VectorConfig field = Objects.requireNonNull(collection.config().vectors().get(""));
            float[] vector = new float[field.dimension()];
            Arrays.fill(vector, 1);
            return vector;
        }

        /// What is in use, after a collection.
        private static long heapBytes() {
            System.gc();
            return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        }
    }
}
