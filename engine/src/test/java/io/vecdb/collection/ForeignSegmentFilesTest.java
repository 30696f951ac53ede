package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Selection;
import io.vecdb.api.VectorConfig;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A sound file in the place of another one, be it of the same shape: no answer comes of it.
class ForeignSegmentFilesTest {
    @TempDir Path folder;

    private static void fill(Database database, String name, int dimension, int count) {
        VectorConfig vectors =
                VectorConfig.of(dimension, Metric.L2).withIndex(new IndexConfig.Hnsw(4, 10, 0));
        Collection collection = database.createCollection(name, CollectionConfig.of(vectors));
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = new float[dimension];
            vector[0] = name.length() + i;
            points.add(Point.of(name.length() + i, vector).with("number", name.length() + i));
        }
        collection.upsert(points);
        collection.compact();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ids", "payload", "vectors0"})
    void ofTheSameShape(String kind) throws IOException {
        isRefused(kind, 3, 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ids", "payload", "vectors0", "index0"})
    void ofAnotherNumberOfRows(String kind) throws IOException {
        isRefused(kind, 3, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = "vectors0")
    void ofAnotherDimension(String kind) throws IOException {
        isRefused(kind, 4, 2);
    }

    private Path only(String collection, String kind) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(collection))) {
            List<Path> found = files.filter(file -> file.toString().endsWith("." + kind)).toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }

    private void isRefused(String kind, int otherDimension, int otherCount) throws IOException {
        try (Database database = VecDb.open(folder)) {
            fill(database, "shoes", 3, 2);
            fill(database, "hats", otherDimension, otherCount);
        }
        Path file = only("c-1", kind);
        Files.copy(only("c-2", kind), file, StandardCopyOption.REPLACE_EXISTING);
        try (Database database = VecDb.open(folder)) {
            assertThatExceptionOfType(DbException.class)
                    .isThrownBy(() -> database.collection("shoes"))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                    .withMessageContaining("'c-1/" + file.getFileName() + "' is corrupt at byte")
                    .withMessageContaining("another file than the one that the manifest names");
        }
    }

    @Test
    void anOldGenerationUnderTheNewOnesName() throws IOException {
        Path aside = folder.resolve("aside");
        try (Database database = VecDb.open(folder)) {
            fill(database, "shoes", 3, 9);
            database.collection("shoes").delete(Selection.of(PointId.of(5)));
        }
        Path old = only("c-1", "changes-1");
        Files.copy(old, aside);
        try (Database database = VecDb.open(folder)) {
            database.collection("shoes").delete(Selection.of(PointId.of(6)));
        }
        Path newer = only("c-1", "changes-2");
        Files.move(aside, newer, StandardCopyOption.REPLACE_EXISTING);
        try (Database database = VecDb.open(folder)) {
            assertThatExceptionOfType(DbException.class)
                    .isThrownBy(() -> database.collection("shoes"))
                    .withMessageContaining(newer.getFileName() + "' is corrupt at byte");
        }
    }
}
