package io.vecdb.collection;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.Filter;
import io.vecdb.api.Include;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.PayloadIndexType;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Progress;
import io.vecdb.api.Query;
import io.vecdb.api.Scroll;
import io.vecdb.api.Selection;
import io.vecdb.api.VectorConfig;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// A process that opens a database, has one of its files cut under it, and asks everything of it.
/// It writes a line for each question: what was asked, and what came of it.
final class CutFiles {
    /// Longer than a few pages, so that most of each file is gone.
    private static final int POINTS = 4_000;

    private static final int LEFT_BYTES = 4_096;

    private CutFiles() {}

    /// Asks.
    ///
    /// @param arguments the folder, and the ending of the file that is cut
    public static void main(String... arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        try (Database database = open(folder)) {
            VectorConfig vector =
                    VectorConfig.of(16, Metric.L2).withIndex(new IndexConfig.Hnsw(4, 16, 10));
            Collection points =
                    database.createCollection(
                            "cut",
                            CollectionConfig.of(vector)
                                    .withPayloadIndex("n", PayloadIndexType.INTEGER));
            points.upsert(points(0));
            points.compact();
            database.createCollection("other", CollectionConfig.of(2, Metric.L2))
                    .upsert(List.of(Point.of(1, 2, 3)));
        }
        Database database = open(folder);
        cut(folder.resolve("c-1"), arguments[1]);
        questions(database, folder).forEach((what, question) -> ask(what, question));
        // Closing would flush and so fail; a process that is killed loses nothing.
        Runtime.getRuntime().halt(0);
    }

    private static Database open(Path folder) {
        return VecDb.open(folder, DatabaseOptions.DEFAULT.withBuffer(1_000_000, 1L << 30));
    }

    private static List<Point> points(int from) {
        List<Point> points = new ArrayList<>();
        for (int i = from; i < from + POINTS; i++) {
            float[] vector = new float[16];
            vector[i % 16] = i;
            points.add(Point.of(i, vector).with("n", i).with("text", "text ".repeat(20) + i));
        }
        return points;
    }

    private static void cut(Path collection, String ending) throws IOException {
        try (Stream<Path> files = Files.list(collection)) {
            Path file =
                    files.filter(each -> each.toString().endsWith(ending))
                            .findFirst()
                            .orElseThrow();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(LEFT_BYTES);
            }
        }
    }

    private static Map<String, Runnable> questions(Database database, Path folder) {
        Collection cut = database.collection("cut");
        Map<String, Runnable> questions = new LinkedHashMap<>();
        PointId last = PointId.of(POINTS - 1);
        float[] vector = new float[16];
        questions.put("search", () -> cut.search(Query.nearest(vector)));
        questions.put("exact", () -> cut.search(Query.nearest(vector).exact()));
        questions.put("retrieve", () -> cut.retrieve(List.of(last), Include.EVERYTHING));
        questions.put("scroll", () -> cut.scroll(Scroll.FIRST.from(PointId.of(POINTS - 50))));
        questions.put("count", () -> cut.count(Filter.gte("n", 17)));
        questions.put("write", () -> cut.setPayload(Selection.of(POINTS - 1), Map.of()));
        questions.put("scrub", () -> scrub(database));
        questions.put("verify", () -> verify(database));
        questions.put(
                "snapshot",
                () ->
                        database.snapshots()
                                .create(folder.resolveSibling("s"), Set.of("cut"), Progress.NONE));
        questions.put(
                "compact",
                () -> {
                    cut.upsert(points(POINTS));
                    cut.compact();
                });
        questions.put("other", () -> database.collection("other").count(Filter.all()));
        return questions;
    }

    private static void scrub(Database database) {
        Slot.Open cut = (Slot.Open) ((LocalDatabase) database).slot("cut");
        Scrubber.Subject subject =
                new Scrubber.Subject(cut.shard().views(), cut.shard()::checkRest);
        Scrubber scrubber = new Scrubber(() -> List.of(subject), Scrubber.Pace.DEFAULT);
        scrubber.pass(true);
        scrubber.damages().forEach(damage -> System.out.println("scrub found " + damage.finding()));
    }

    private static void verify(Database database) {
        database.verify("cut", Progress.NONE)
                .damages()
                .forEach(damage -> System.out.println("verify found " + damage.finding()));
    }

    private static void ask(String what, Runnable question) {
        try {
            question.run();
            System.out.println(what + " answered");
        } catch (DbException e) {
            System.out.println(what + " " + e.code() + " " + e.getMessage());
        }
    }
}
