package io.vecdb.bench;

import com.fasterxml.jackson.databind.JsonNode;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.Filter;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Recovery;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/// How fast a log is replayed: a process writes points that stay in the log and ends without
/// closing anything; others open the database, and end the same way.
@Command(
        name = "recovery",
        mixinStandardHelpOptions = true,
        description = "Ends a process hard and measures how fast its log is replayed.")
final class RecoveryBench implements Callable<Integer> {
    /// So much stays in memory and in the log.
    private static final DatabaseOptions ALL_IN_MEMORY =
            DatabaseOptions.DEFAULT.withBuffer(Integer.MAX_VALUE, Long.MAX_VALUE);

    @Mixin private TemporaryFolder.Place place = new TemporaryFolder.Place();
    @Mixin private Main.Output output = new Main.Output();

    @Option(names = "--count", paramLabel = "N", description = "points (default: ${DEFAULT-VALUE})")
    private int count = 200_000;

    @Option(names = "--dimension", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
    private int dimension = 128;

    @Option(names = "--turns", paramLabel = "N", description = "default: ${DEFAULT-VALUE}")
    private int turns = 5;

    @Override
    public Integer call() throws IOException {
        Main.requireAtLeast(1, "--count", count);
        Main.requireAtLeast(1, "--dimension", dimension);
        Main.requireAtLeast(1, "--turns", turns);
        try (TemporaryFolder folder = place.create()) {
            Path database = folder.fresh("database");
            output.remark("writing " + count + " points and ending hard");
            var _ = ChildJvm.run(Writer.class, database, count, dimension);
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("machine", Machine.toMap(folder.path()));
            result.put("points", count);
            result.put("dimension", dimension);
            result.put("batch", Points.BATCH);
            new Openings(Opener.class, database, count)
                    .measure(turns, output, RecoveryBench::line, this::summary, result);
            output.report(result);
        }
        return 0;
    }

    private static String line(JsonNode found) {
        return String.format(
                "%.3f s, %.0f MB/s", found.get("seconds").asDouble(), megabytesPerSecond(found));
    }

    private static double megabytesPerSecond(JsonNode found) {
        return found.get("log_bytes").asDouble() / 1e6 / found.get("seconds").asDouble();
    }

    private Map<String, Object> summary(List<JsonNode> runs) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("log_bytes", runs.getLast().get("log_bytes").asLong());
        map.put("log_files", runs.getLast().get("log_files").asInt());
        map.put("entries", runs.getLast().get("entries").asLong());
        map.put("seconds", Median.of(runs, run -> run.get("seconds").asDouble()));
        map.put("cpu_seconds", Median.of(runs, run -> run.get("cpu_seconds").asDouble()));
        map.put("open_seconds", Median.of(runs, run -> run.get("open_seconds").asDouble()));
        map.put("megabytes_per_second", Median.of(runs, RecoveryBench::megabytesPerSecond));
        map.put("points_per_second", count / Median.of(runs, r -> r.get("seconds").asDouble()));
        return map;
    }

    /// Writes points: folder, how many, dimension.
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) {
            int count = Integer.parseInt(arguments[1]);
            RandomVectors random = new RandomVectors(Integer.parseInt(arguments[2]));
            Database database = VecDb.open(Path.of(arguments[0]), ALL_IN_MEMORY);
            Collection collection =
                    database.createCollection(
                            "bench", Points.config(random.dimension(), new IndexConfig.Flat()));
            Points.write(collection, 0, count, random::vector, done -> {});
            Runtime.getRuntime().halt(0);
        }
    }

    /// Opens the database and tells what that found: folder.
    static final class Opener {
        private Opener() {}

        public static void main(String[] arguments) throws IOException {
            Cost begin = Cost.now();
            Database database = VecDb.open(Path.of(arguments[0]), ALL_IN_MEMORY);
            Cost open = Cost.since(begin);
            Recovery found = Objects.requireNonNull(database.states().getFirst().recovery());
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("seconds", found.took().toNanos() / 1e9);
            figures.put("open_seconds", open.seconds());
            figures.put("cpu_seconds", open.cpuSeconds());
            figures.put("log_bytes", found.logBytes());
            figures.put("log_files", found.logFiles());
            figures.put("entries", found.entries());
            figures.put("points", database.collection("bench").count(Filter.all()));
            ChildJvm.tell(figures);
            // The log stays what it is for the next turn.
            Runtime.getRuntime().halt(0);
        }
    }
}
