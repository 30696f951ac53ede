package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.Include;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.Query;
import io.vecdb.api.Selection;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/// Flushes and merges copy vectors bit by bit: no score moves by the least.
final class StoredBitsTest {
    private static final int DIMENSION = 37;
    private static final long SEED = 11;

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(Metric.class)
    void hitsAreTheSameInMemoryAfterAFlushAndAfterMerges(Metric metric) {
        Random random = new Random(SEED);
        try (Database database = VecDb.open(folder)) {
            Collection collection =
                    database.createCollection("bits", CollectionConfig.of(DIMENSION, metric));
            for (int id = 0; id < 300; id++) {
                collection.upsert(List.of(Point.of(id, vector(random))));
            }
            Query query =
                    Query.nearest(vector(random)).limit(300).exact().include(Include.EVERYTHING);
            var before = collection.search(query);
            collection.compact();
            assertThat(collection.search(query)).isEqualTo(before);
            for (int round = 0; round < 3; round++) {
                // Something to write anew.
                collection.upsert(List.of(Point.of(1_000, vector(random))));
                collection.delete(Selection.of(1_000));
                collection.compact();
                assertThat(collection.search(query)).as("merge %d", round).isEqualTo(before);
            }
        }
    }

    private static float[] vector(Random random) {
        float[] vector = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            vector[i] = (float) random.nextGaussian() * 3;
        }
        return vector;
    }
}
