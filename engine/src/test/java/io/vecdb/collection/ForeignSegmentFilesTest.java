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
import io.vecdb.api.VectorConfig;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/// A sound file in the place of another one: a segment of two points gets a file of one of three.
class ForeignSegmentFilesTest {
    @TempDir Path folder;

    private static void fill(Database database, String name, int dimension, int count) {
        VectorConfig vectors =
                VectorConfig.of(dimension, Metric.L2).withIndex(new IndexConfig.Hnsw(4, 10, 0));
        Collection collection = database.createCollection(name, CollectionConfig.of(vectors));
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[] vector = new float[dimension];
            vector[0] = i;
            points.add(Point.of(i, vector).with("number", i));
        }
        collection.upsert(points);
        collection.compact();
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

    private void isRefused(String kind, int otherDimension, int otherCount) throws IOException {
        try (Database database = VecDb.open(folder)) {
            fill(database, "shoes", 3, 2);
            fill(database, "hats", otherDimension, otherCount);
        }
        String file = "seg-1." + kind;
        Files.copy(
                folder.resolve("c-2").resolve(file),
                folder.resolve("c-1").resolve(file),
                StandardCopyOption.REPLACE_EXISTING);
        try (Database database = VecDb.open(folder)) {
            assertThatExceptionOfType(DbException.class)
                    .isThrownBy(() -> database.collection("shoes"))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT))
                    .withMessageContaining("'c-1/" + file + "' is corrupt at byte");
        }
    }
}
