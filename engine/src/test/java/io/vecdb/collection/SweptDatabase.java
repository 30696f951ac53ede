package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Damage;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
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
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;
import io.vecdb.index.BuildOptions;
import io.vecdb.segment.SegmentCheck;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.Folder;
import io.vecdb.storage.LocalFolders;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A small database with a file of every kind, left as a killed process leaves it, and everything
/// that can be asked of it.
final class SweptDatabase {
    private static final String NAME = "points";

    /// What is asked. Some of it goes through graphs, some through scans, payload indexes,
    /// payloads.
    private static final Map<String, Function<Collection, Object>> QUESTIONS = questions();

    /// The files by name.
    final Map<String, byte[]> files = new TreeMap<>();

    /// Sound files that could stand in a file's place, by its name: what it was before, an earlier
    /// generation, another segment's or another field's.
    final Map<String, List<byte[]>> others = new TreeMap<>();

    /// The answers as of the manifest, then after each write that is in the log alone.
    final List<Map<String, Optional<Object>>> answers = new ArrayList<>();

    /// @param count how many points are in the largest segment
    SweptDatabase(int count) {
        FaultyDirectory disk = new FaultyDirectory();
        try (Database database = open(disk)) {
            Collection points = database.createCollection(NAME, config());
            points.upsert(points(0, count));
            points.compact();
        }
        Map<String, byte[]> before = read(disk);
        try (Database database = open(disk)) {
            Collection points = database.collection(NAME);
            points.upsert(points(count, count + 40));
            var _ = points.delete(Selection.of(3, 12, 90));
            var _ = points.setPayload(Selection.of(0, 6, 9), Map.of("word", Value.of("changed")));
            var _ = points.createPayloadIndex("late", PayloadIndexType.KEYWORD);
        }
        // Again, so that there is an older file of changes.
        before.putAll(read(disk));
        try (Database database = open(disk)) {
            Collection points = database.collection(NAME);
            var _ = points.delete(Selection.of(15));
            points.upsert(points(count + 40, count + 45));
        }
        Database database = open(disk);
        Collection points = database.collection(NAME);
        answers.add(ask(points));
        write(points, count + 45);
        read(disk.afterKill()).forEach(files::put);
        database.close();
        findOthers(before);
    }

    private void write(Collection points, int next) {
        List<Runnable> writes =
                List.of(
                        () -> points.upsert(points(next, next + 5)),
                        () -> points.delete(Selection.of(18, 21)),
                        () -> points.upsert(List.of(Point.of(24, 1, 2, 3, 4, 5))),
                        () -> points.setPayload(Selection.of(27), Map.of("number", Value.of(-5))),
                        () -> points.upsert(points(next + 5, next + 7)));
        for (Runnable write : writes) {
            write.run();
            answers.add(ask(points));
        }
    }

    private void findOthers(Map<String, byte[]> before) {
        Map<String, byte[]> all = new TreeMap<>(before);
        all.putAll(files);
        files.forEach((name, content) -> {
            List<byte[]> found = new ArrayList<>();
            all.forEach((other, otherContent) -> {
                if (kind(other).equals(kind(name)) && !Arrays.equals(otherContent, content)) {
                    found.add(otherContent);
                }
            });
            if (!name.contains("/wal-")) {
                others.put(name, found);
            }
        });
    }

    private static String kind(String file) {
        return file.replaceAll("\\d", "");
    }

    private static CollectionConfig config() {
        VectorConfig graph =
                VectorConfig.of(5, Metric.L2).withIndex(new IndexConfig.Hnsw(3, 20, 0));
        VectorConfig flat = VectorConfig.of(3, Metric.COSINE).withIndex(new IndexConfig.Flat());
        Map<String, VectorConfig> vectors = new LinkedHashMap<>();
        vectors.put("", graph);
        vectors.put("second", flat);
        Map<String, PayloadIndexType> indexes = new LinkedHashMap<>();
        indexes.put("word", PayloadIndexType.KEYWORD);
        indexes.put("number", PayloadIndexType.INTEGER);
        indexes.put("price", PayloadIndexType.FLOAT);
        indexes.put("flag", PayloadIndexType.BOOL);
        return new CollectionConfig(vectors, indexes);
    }

    private static PointId id(int number) {
        return switch (number % 3) {
            case 0 -> PointId.of(number);
            case 1 -> PointId.of(new UUID(number, ~number));
            default -> PointId.of("id-" + number);
        };
    }

    private static List<Point> points(int from, int to) {
        List<Point> points = new ArrayList<>();
        for (int i = from; i < to; i++) {
            Random random = new Random(i % 17 == 5 ? 5 : i);
            float[] first = new float[5];
            for (int j = 0; j < 5; j++) {
                first[j] = random.nextInt(100) / 8f;
            }
            Map<String, Vector> vectors = new LinkedHashMap<>();
            vectors.put("", Vector.of(first));
            if (i % 4 != 1) {
                vectors.put("second", Vector.of(i + 1, 50 - i, 7));
            }
            Map<String, Value> payload = new LinkedHashMap<>();
            payload.put("word", Value.of("word " + i % 7));
            payload.put("number", Value.of(i % 11));
            payload.put("price", Value.of(i / 4.0));
            payload.put("flag", Value.of(i % 2 == 0));
            payload.put("text", Value.of("text of point " + i));
            points.add(new Point(id(i), vectors, payload));
        }
        return points;
    }

    private static Map<String, Function<Collection, Object>> questions() {
        Map<String, Function<Collection, Object>> questions = new LinkedHashMap<>();
        Scroll all = Scroll.FIRST.limit(10_000).include(Include.EVERYTHING);
        questions.put("config", Collection::config);
        questions.put("points", points -> points.stats().points());
        questions.put("all", points -> points.scroll(all));
        questions.put("ids", points -> points.scroll(all.include(Include.NOTHING)));
        questions.put("from", points -> points.scroll(all.from(id(40)).limit(20)));
        questions.put(
                "some",
                points ->
                        points.retrieve(
                                List.of(id(0), id(1), id(2), id(3), id(133), PointId.of("none")),
                                Include.EVERYTHING));
        List<Filter> filters =
                List.of(
                        Filter.all(),
                        Filter.eq("word", "word 3"),
                        Filter.eq("word", "changed"),
                        Filter.in("number", 3, 4, -5),
                        Filter.gte("price", 12),
                        Filter.lt("price", 7.5),
                        Filter.eq("flag", true),
                        Filter.not(Filter.exists("word")),
                        Filter.eq("text", "text of point 77"),
                        Filter.hasId(id(7), id(8), id(9), id(3)));
        for (int i = 0; i < filters.size(); i++) {
            Filter filter = filters.get(i);
            questions.put("count " + i, points -> points.count(filter));
            // So few hits that the planner prefers the graph where a filter leaves enough points.
            for (int probe = 0; probe < 4; probe++) {
                Query query =
                        Query.nearest(probe, 4 * probe, 3, 9 - probe, 2)
                                .filter(filter)
                                .limit(1)
                                .ef(1)
                                .include(Include.EVERYTHING);
                questions.put("graph " + i + " from " + probe, points -> points.search(query));
            }
            questions.put(
                    "scan " + i,
                    points ->
                            points.search(
                                    Query.nearest(1, 40, 2)
                                            .field("second")
                                            .filter(filter)
                                            .limit(5)));
        }
        return questions;
    }

    /// Opening begins no merge: whichever answers a graph gives, they are the same each time.
    private static Database open(FaultyDirectory disk) {
        ExecutorService thread =
                Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
        return LocalDatabase.open(
                disk,
                EmbeddingModels.none(),
                new Shard.Environment(
                        BuildOptions.threads(1),
                        new WriteBuffer(1_000_000, 1L << 30),
                        new MaintenanceThreads(thread, thread, merge -> {})),
                new LocalFolders(null));
    }

    /// Looks at every byte of every segment.
    static List<Damage> verify(FaultyDirectory disk) {
        Folder folder = new Folder(disk, "c-1");
        CollectionManifest manifest =
                SegmentStore.open(
                                folder,
                                requireNonNull(DatabaseCatalog.open(disk).places().get(NAME)).id(),
                                new Shard.Environment(
                                        BuildOptions.threads(1),
                                        new WriteBuffer(100, 1 << 20),
                                        new SteppedExecutor().threads()))
                        .manifest();
        return manifest.segments().stream()
                .map(entry -> SegmentCheck.run(folder, entry, manifest.config(), Progress.NONE))
                .flatMap(report -> report.damages().stream())
                .toList();
    }

    private static Map<String, byte[]> read(FaultyDirectory disk) {
        Map<String, byte[]> files = new TreeMap<>();
        try {
            for (String name : disk.list("")) {
                List<String> inside = disk.list(name);
                if (inside.isEmpty()) {
                    files.put(name, disk.content(name));
                }
                for (String child : inside) {
                    files.put(name + "/" + child, disk.content(name + "/" + child));
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return files;
    }

    /// The largest file of a segment of this kind.
    String largest(String kind) {
        return files.keySet().stream()
                .filter(name -> name.matches("c-1/seg-\\d+\\." + kind + "(-\\d+)?"))
                .max(Comparator.comparingInt(name -> content(name).length))
                .orElseThrow(() -> new AssertionError("There is no " + kind));
    }

    byte[] content(String file) {
        byte[] content = files.get(file);
        if (content == null) {
            throw new AssertionError("There is no file '" + file + "', but " + files.keySet());
        }
        return content;
    }

    /// The files with one of them replaced, on a disk of their own.
    FaultyDirectory disk(String name, byte[] content) {
        FaultyDirectory disk = new FaultyDirectory();
        files.forEach(disk::put);
        disk.put(name, content);
        return disk;
    }

    /// Opens a database and asks everything; nothing where that was refused because of damage.
    static Map<String, Optional<Object>> ask(FaultyDirectory disk) {
        try (Database database = open(disk)) {
            return ask(database.collection(NAME));
        } catch (DbException e) {
            requireRefusal(e);
            return Map.of();
        }
    }

    private static Map<String, Optional<Object>> ask(Collection points) {
        Map<String, Optional<Object>> answers = new LinkedHashMap<>();
        QUESTIONS.forEach((name, question) -> answers.put(name, answer(question, points)));
        return answers;
    }

    private static Optional<Object> answer(
            Function<Collection, Object> question, Collection points) {
        try {
            return Optional.of(question.apply(points));
        } catch (DbException e) {
            requireRefusal(e);
            return Optional.empty();
        }
    }

    private static void requireRefusal(DbException e) {
        assertThat(e.code())
                .as("%s", e.getMessage())
                .isIn(ErrorCode.CORRUPT, ErrorCode.UNSUPPORTED_FORMAT);
    }
}
