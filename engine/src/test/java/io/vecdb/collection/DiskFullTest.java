package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import io.vecdb.Trials;
import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.Point;
import io.vecdb.storage.FaultyDirectory;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A disk that is full at some point of a workload: what does not fit is refused with an error,
/// what was acknowledged is there, and once there is room, work goes on. A trial is a workload, on
/// disks of many sizes.
@Tag("proof")
class DiskFullTest {
    private static final int SESSIONS = 2;
    private static final int STEPS = 25;
    private static final int SIZES = Trials.many() ? 400 : 40;

    @Test
    void whatFitsIsKeptAndWorkGoesOnWhenThereIsRoom() {
        Trials.of(DiskFullTest.class, 2).each(this::fillDisksOfAllSizes);
    }

    private void fillDisksOfAllSizes(long seed) {
        AtomicLong most = new AtomicLong();
        FaultyDirectory roomy = new FaultyDirectory();
        roomy.limit((name, bytes) -> most.accumulateAndGet(bytes, Math::max) >= bytes);
        new DatabaseWorkload(seed).runOverFailures(roomy, SESSIONS, STEPS);
        int refused = 0;
        for (int i = 1; i < SIZES; i++) {
            long size = most.get() * i / SIZES;
            AtomicLong refusals = new AtomicLong();
            FaultyDirectory disk = new FaultyDirectory();
            disk.limit((name, bytes) -> bytes <= size || refusals.getAndIncrement() < 0);
            DatabaseWorkload workload = new DatabaseWorkload(seed);
            try {
                workload.runOverFailures(disk, SESSIONS, STEPS);
                workload.requireIntact(disk.afterKill(), seed);
                disk.limit((name, bytes) -> true);
                workload.requireIntact(disk, seed);
            } catch (AssertionError | RuntimeException e) {
                fail("on a disk of " + size + " bytes", e);
            }
            refused += refusals.get() > 0 ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(SIZES / 2);
    }

    @Test
    void aFlushThatFoundNoRoomIsMadeUpForWithoutReopening() {
        FaultyDirectory disk = new FaultyDirectory();
        disk.limit((name, bytes) -> !name.contains("/seg-"));
        int written = 0;
        try (Database database = open(disk)) {
            Collection collection = database.createCollection("c", DatabaseWorkload.CONFIG);
            DbException refusal = null;
            while (refusal == null) {
                assertThat(written).as("points that fit into memory").isLessThan(100);
                Point point = Point.of(written, written, 1);
                refusal =
                        catchThrowableOfType(
                                DbException.class, () -> collection.upsert(List.of(point)));
                written += refusal == null ? 1 : 0;
            }
            assertThat(refusal.code()).isEqualTo(ErrorCode.IO_ERROR);
            assertThat(refusal).hasMessageContaining("No space left on device");
            assertThat(collection.count(Filter.all())).isEqualTo(written);

            disk.limit((name, bytes) -> true);
            collection.upsert(List.of(Point.of(written++, 1, 1)));
            collection.compact();
            assertThat(collection.count(Filter.all())).isEqualTo(written);
            assertThat(collection.stats().segments()).hasSize(1);
        }
        try (Database database = open(disk)) {
            assertThat(database.collection("c").count(Filter.all())).isEqualTo(written);
        }
    }

    private static Database open(FaultyDirectory disk) {
        return Databases.open(disk, 5);
    }
}
