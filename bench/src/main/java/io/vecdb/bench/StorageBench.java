package io.vecdb.bench;

import io.vecdb.api.Point;
import io.vecdb.app.cli.SyncText;
import io.vecdb.app.cli.UsageException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// How fast points are stored: durably, beside the raw disk and SQLite; and with graphs, beside the
/// bare build. All of them in turn (A B A B), several times; medians count.
@Command(
        name = "storage",
        mixinStandardHelpOptions = true,
        description =
                "Compares durable ingest with the raw disk and with SQLite, and ingest into graphs"
                        + " with building the bare graph.")
final class StorageBench implements Callable<Integer> {
    /// SQLite syncs for each row; so many times fewer of them say as much.
    private static final int SQLITE_SINGLES_SHARE = 10;

    @Mixin private TemporaryFolder.Place place = new TemporaryFolder.Place();
    @Mixin private GraphData graphData = new GraphData();
    @Mixin private Main.Output output = new Main.Output();

    @Option(
            names = "--parts",
            split = ",",
            paramLabel = "PART",
            description = "durable, sqlite, sustained (default: all of them)")
    private Set<Part> parts = EnumSet.allOf(Part.class);

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "points written in batches of 1,000 (default: ${DEFAULT-VALUE})")
    private int count = 1_500_000;

    @Option(
            names = "--singles",
            paramLabel = "N",
            description =
                    "points written one by one, a tenth of them to SQLite (default:"
                            + " ${DEFAULT-VALUE})")
    private int singles = 20_000;

    @Option(
            names = "--graph-count",
            paramLabel = "N",
            description =
                    "points for graphs, rounded down to a multiple of 16,000 (default:"
                            + " ${DEFAULT-VALUE})")
    private int graphCount = 96_000;

    @Option(
            names = "--writers",
            split = ",",
            paramLabel = "N",
            description = "threads that write (default: 1 and 16)")
    private List<Integer> writers = List.of(1, 16);

    @Option(
            names = "--sync",
            split = ",",
            paramLabel = "POLICY",
            description = "always, never, interval:MILLISECONDS (default: always)")
    private List<String> syncs = List.of("always");

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads that build graphs (default: ${DEFAULT-VALUE})")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--turns",
            paramLabel = "N",
            description = "turns that count (default: ${DEFAULT-VALUE})")
    private int turns = 3;

    private enum Part {
        DURABLE,
        SQLITE,
        SUSTAINED
    }

    @Override
    public Integer call() throws IOException {
        Main.requireAtLeast(Points.BATCH, "--count", count);
        Main.requireAtLeast(SQLITE_SINGLES_SHARE, "--singles", singles);
        Main.requireAtLeast(Points.BATCH, "--graph-count", graphCount);
        Main.requireAtLeast(1, "--dimension", graphData.dimension());
        Main.requireAtLeast(1, "--threads", threads);
        Main.requireAtLeast(1, "--turns", turns);
        writers.forEach(number -> Main.requireAtLeast(1, "--writers", number));
        syncs.forEach(sync -> UsageException.parse("--sync", () -> SyncText.parse(sync)));
        try (TemporaryFolder folder = place.create()) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("machine", Machine.toMap(folder.path()));
            result.put("dimension", graphData.dimension());
            result.put("turns", turns);
            List<Contestant> durable = parts.contains(Part.DURABLE) ? durable() : List.of();
            List<Contestant> sqlite = parts.contains(Part.SQLITE) ? sqlite() : List.of();
            List<Contestant> sustained = parts.contains(Part.SUSTAINED) ? sustained() : List.of();
            compete(Stream.of(durable, sqlite, sustained).flatMap(List::stream).toList(), folder);
            result.put("durable", summaries(durable));
            result.put("sqlite", summaries(sqlite));
            result.put("graph_data", graphData.name());
            result.put("sustained", summaries(sustained));
            output.report(result);
        }
        return 0;
    }

    private List<Contestant> durable() {
        RandomVectors random = new RandomVectors(graphData.dimension());
        List<Point> points = Points.range(0, Math.max(count, singles), random::vector);
        List<Contestant> contestants = new ArrayList<>();
        for (String sync : syncs) {
            for (int threads : writers) {
                contestants.add(
                        new DurableIngest(
                                sync, threads, 1, points.subList(0, singles), random.dimension()));
                contestants.add(
                        new DurableIngest(
                                sync,
                                threads,
                                Points.BATCH,
                                points.subList(0, count),
                                random.dimension()));
            }
        }
        return contestants;
    }

    private List<Contestant> sqlite() {
        RandomVectors random = new RandomVectors(graphData.dimension());
        List<SqliteIngest.Row> rows =
                LongStream.range(0, Math.max(count, singles))
                        .mapToObj(number -> SqliteIngest.Row.of(number, random.vector(number)))
                        .toList();
        List<SqliteIngest.Row> few = rows.subList(0, singles / SQLITE_SINGLES_SHARE);
        List<SqliteIngest.Row> many = rows.subList(0, count);
        return List.of(
                new SqliteIngest("WAL", Points.BATCH, many),
                new SqliteIngest("DELETE", Points.BATCH, many),
                new SqliteIngest("WAL", 1, few),
                new SqliteIngest("DELETE", 1, few));
    }

    private List<Contestant> sustained() throws IOException {
        return List.of(new SustainedIngest(graphData.load(graphCount), threads));
    }

    /// Lets all take their turns, of which the first is to warm up.
    private void compete(List<Contestant> contestants, TemporaryFolder folder) throws IOException {
        for (int turn = 0; turn <= turns; turn++) {
            for (Contestant contestant : contestants) {
                String what = turn == 0 ? "warm-up" : "turn " + turn + " of " + turns;
                output.remark(what + ": " + contestant.run(folder, turn > 0));
            }
        }
    }

    private static List<Map<String, Object>> summaries(List<Contestant> contestants) {
        return contestants.stream().map(Contestant::summary).toList();
    }
}
