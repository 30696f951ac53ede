package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.PointId;
import io.vecdb.api.Value;
import io.vecdb.api.Vector;
import io.vecdb.api.VectorConfig;
import io.vecdb.collection.SegmentSet.Place;
import io.vecdb.index.BuildOptions;
import io.vecdb.replication.Operation;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.Folder;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A write that is in the log but fails half-way in memory, as for lack of it. Stands in for that:
/// a second vector of a wrong length, which [Intake] would never let through.
final class BrokenWriteTest {
    private static final CollectionConfig CONFIG =
            CollectionConfig.of(2, Metric.L2).withVector("second", VectorConfig.of(2, Metric.L2));

    private static final long ID = 7;

    private final FaultyDirectory disk = new FaultyDirectory();
    private final Folder folder = new Folder(disk, "c-1");

    @Test
    void readersKeepTheStateBeforeAndWritersAreRefused() {
        SegmentStore.create(folder, ID, CONFIG);
        Shard shard = open();
        long before = shard.writes().write(upsert("old", 2));

        assertPoisoned(shard, upsert("torn", 3));

        try (ReadView view = shard.views().enter()) {
            assertThat(view.sequence()).isEqualTo(before);
            Place place =
                    Objects.requireNonNull(view.segments().find(PointId.of(1), view.sequence()));
            assertThat(place.segment().payload(place.row(), view.sequence()))
                    .containsEntry("name", Value.of("old"));
        }
        assertPoisoned(shard, upsert("later", 2));
    }

    @Test
    void nothingOfItIsFlushedSoThatTheLogStillHasIt() {
        SegmentStore.create(folder, ID, CONFIG);
        Shard shard = open();
        shard.writes().write(upsert("old", 2));
        assertPoisoned(shard, upsert("torn", 3));
        shard.close();

        SegmentStore store =
                SegmentStore.open(
                        folder,
                        ID,
                        new Shard.Environment(
                                BuildOptions.threads(1),
                                new WriteBuffer(100, 1 << 20),
                                new SteppedExecutor().threads()));
        assertThat(store.manifest().sequence()).isZero();
        assertThat(store.manifest().segments()).isEmpty();
    }

    private static void assertPoisoned(Shard shard, Operation operation) {
        assertThatThrownBy(() -> shard.writes().write(operation))
                .isInstanceOfSatisfying(
                        DbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.POISONED))
                .hasMessageContaining("open the database again");
    }

    private static Operation upsert(String name, int secondDimension) {
        return new Operation.Upsert(
                List.of(
                        new Point(
                                PointId.of(1),
                                Map.of(
                                        "",
                                        new Vector.Dense(new float[] {1, 2}),
                                        "second",
                                        new Vector.Dense(new float[secondDimension])),
                                Map.of("name", Value.of(name)))));
    }

    private Shard open() {
        return Shard.open(
                "broken",
                folder,
                ID,
                new Shard.Environment(
                        BuildOptions.threads(1),
                        new WriteBuffer(100, 1 << 20),
                        new SteppedExecutor().threads()));
    }
}
