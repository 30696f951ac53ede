package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.Include;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// A process that lacks something: writes until it is refused, and prints `ack <collection>
/// <points>` for what was acknowledged and `refused <code> <message>`.
final class StarvedWriter {
    private static final int COLLECTIONS_MAX = 200;
    private static final int POINTS_MAX = 12_000;
    private static final int BATCH = 100;
    private static final CollectionConfig CONFIG = CollectionConfig.of(2, Metric.L2);

    private final Database database;
    private final PrintStream out;

    private StarvedWriter(Database database, PrintStream out) {
        this.database = database;
        this.out = out;
    }

    /// Writes until it is refused.
    ///
    /// @param args `collections` or `points`, which it writes; folder
    public static void main(String[] args) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        StarvedWriter writer = new StarvedWriter(VecDb.open(Path.of(args[1])), out);
        try {
            if (args[0].equals("collections")) {
                writer.writeCollections();
            } else {
                writer.writePoints();
            }
        } catch (OutOfMemoryError e) {
            out.println("refused OutOfMemoryError " + e.getMessage());
        }
        // As if it was killed: what it closes properly, others prove.
        Runtime.getRuntime().halt(0);
    }

    private void writeCollections() throws IOException {
        loadClasses();
        List<Collection> open = new ArrayList<>();
        try {
            while (open.size() < COLLECTIONS_MAX) {
                String name = "c-" + open.size();
                Collection collection = database.createCollection(name, CONFIG);
                collection.upsert(List.of(point(0)));
                out.println("ack " + name + " 1");
                if (open.isEmpty()) {
                    // Loads the classes that reading needs, as below.
                    requireFirst(collection, 1);
                }
                open.add(collection);
            }
        } catch (DbException e) {
            out.println("refused " + e.code() + " " + e.getMessage());
        }
        for (Collection collection : open) {
            collection.upsert(List.of(point(1)));
            out.println("ack " + collection.name() + " 2");
            requireFirst(collection, 2);
        }
    }

    /// Where classes stand in folders, as in a build, loading one takes a descriptor: those for
    /// errors must be there before.
    private static void loadClasses() throws IOException {
        Path file = Files.createTempFile("vecdb", "");
        try {
            VecDb.open(file).close();
            throw new AssertionError("a file is no folder");
        } catch (DbException e) {
            Files.delete(file);
        }
    }

    private void writePoints() {
        Collection collection = database.createCollection("c", CONFIG);
        try {
            for (int written = 0; written < POINTS_MAX; written += BATCH) {
                collection.upsert(
                        IntStream.range(written, written + BATCH)
                                .mapToObj(StarvedWriter::point)
                                .toList());
                out.println("ack c " + (written + BATCH));
            }
        } catch (DbException e) {
            out.println("refused " + e.code() + " " + e.getMessage());
        }
    }

    /// The point with this number, of about eight kilobytes.
    static Point point(int number) {
        return Point.of(number, number, 1)
                .with("number", number)
                .with("filler", "0123456789abcdef".repeat(512));
    }

    /// Passes if the points from 0 to `count` - 1 are there.
    static void requireFirst(Collection collection, int count) {
        List<PointId> ids = IntStream.range(0, count).mapToObj(PointId::of).toList();
        for (int from = 0; from < count; from += 1_000) {
            List<PointId> some = ids.subList(from, Math.min(count, from + 1_000));
            assertThat(collection.retrieve(some, Include.EVERYTHING))
                    .isEqualTo(
                            some.stream()
                                    .map(id -> point((int) ((PointId.Num) id).value()))
                                    .toList());
        }
    }
}
