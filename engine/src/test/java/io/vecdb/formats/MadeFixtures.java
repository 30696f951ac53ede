package io.vecdb.formats;

import io.vecdb.DatabaseOptions;
import io.vecdb.FolderCopy;
import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.Progress;
import io.vecdb.api.VectorConfig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Makes the fixture files of the formats that this tree writes: a database as a killed process
/// leaves it, a snapshot of it, and a folder with two backups. See the README beside the fixtures.
final class MadeFixtures {
    /// Of a record that is torn, this much is there: its head and the beginning of its body.
    private static final int TORN_BYTES = 56;

    private MadeFixtures() {}

    /// Makes them.
    ///
    /// @param arguments the folder that they go to, in which there are none yet
    public static void main(String... arguments) throws IOException {
        Path to = Path.of(arguments[0]);
        Path work = Files.createTempDirectory("fixtures");
        makeDatabase(work, to.resolve("database"));
        FolderCopy.copy(to.resolve("database"), work.resolve("copied"));
        try (Database database = open(work.resolve("copied"))) {
            Path backups = to.resolve("backups");
            database.snapshots().create(to.resolve("snapshot.vecdb"), Set.of(), Progress.NONE);
            database.snapshots().backup(backups, Set.of(), Progress.NONE);
            database.collection("marked").upsert(marked(3, 5));
            database.snapshots().backup(backups, Set.of("marked"), Progress.NONE);
            Files.delete(backups.resolve("LOCK"));
        }
    }

    private static void makeDatabase(Path work, Path to) throws IOException {
        StoredPoints points = new StoredPoints();
        Path first = work.resolve("first");
        try (Database database = open(first)) {
            Collection things = database.createCollection("things", StoredPoints.config());
            points.writeTo(things);
            points.seal();
            things.compact();
        }
        try (Database database = open(first)) {
            points.writeTo(database.collection("things"));
            points.change();
        }
        Path second = work.resolve("second");
        try (Database database = open(first)) {
            points.writeTo(database.collection("things"));
            points.changeAgain();
        }
        try (Database database = open(first)) {
            database.createCollection("empty", emptyConfig());
            database.createCollection("marked", CollectionConfig.of(2, Metric.L2))
                    .upsert(marked(0, 3));
            FolderCopy.copy(first, second);
        }
        // What a killed process left in a log is copied to a file that ends with a mark.
        try (Database database = open(second)) {
            points.writeTo(database.collection("things"));
            points.log();
            FolderCopy.copy(second, to);
            database.collection("things").upsert(List.of(StoredPoints.point(200)));
            tearLast(log(to.resolve("c-1")), log(second.resolve("c-1")));
        }
    }

    private static Database open(Path folder) {
        return VecDb.open(folder, DatabaseOptions.DEFAULT.withBuffer(100_000, 1L << 30));
    }

    /// The configuration of the collection `empty`; nobody has the model.
    static CollectionConfig emptyConfig() {
        return CollectionConfig.of(VectorConfig.of(384, Metric.COSINE).withModel("a model"));
    }

    /// Points of the collection `marked`.
    static List<Point> marked(int from, int to) {
        return Stream.iterate(from, i -> i < to, i -> i + 1).map(i -> Point.of(i, i, 1)).toList();
    }

    private static Path log(Path collection) throws IOException {
        try (Stream<Path> files = Files.list(collection)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    /// Writes the beginning of the record that one log has and another has not behind the other.
    private static void tearLast(Path without, Path with) throws IOException {
        byte[] torn = Files.readAllBytes(without);
        byte[] whole = Files.readAllBytes(with);
        int at = Arrays.mismatch(torn, whole) & -8;
        System.arraycopy(whole, at, torn, at, TORN_BYTES);
        Files.write(without, torn);
    }
}
