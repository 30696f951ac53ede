package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.DatabaseOptions;
import io.vecdb.VecDb;
import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.Hit;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Query;
import io.vecdb.api.SearchParams;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;

/// Many points with the same vector: which of them is a hit is decided by their ids, wherever they
/// are stored.
final class TiesTest {
    private static final int POINTS = 150;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {10, 40, 1_000})
    void pagesOfEquallyNearPointsNeitherRepeatNorLeaveOutAny(int buffer) {
        try (Database database =
                VecDb.open(folder, DatabaseOptions.DEFAULT.withBuffer(buffer, 1 << 20))) {
            Collection collection =
                    database.createCollection("same", CollectionConfig.of(2, Metric.L2));
            List<Long> ids = new ArrayList<>(LongStream.range(0, POINTS).boxed().toList());
            Collections.shuffle(ids, new Random(3));
            ids.forEach(id -> collection.upsert(List.of(Point.of(id, 1, 1))));

            List<PointId> found = new ArrayList<>();
            for (int offset = 0; offset < POINTS; offset += 7) {
                collection
                        .search(
                                Query.nearest(2, 2)
                                        .limit(7)
                                        .params(new SearchParams(false, null, offset, null)))
                        .stream()
                        .map(Hit::id)
                        .forEach(found::add);
            }

            assertThat(found).isEqualTo(LongStream.range(0, POINTS).mapToObj(PointId::of).toList());
        }
    }
}
