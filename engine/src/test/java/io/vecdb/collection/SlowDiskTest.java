package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.Trials;
import io.vecdb.api.Collection;
import io.vecdb.api.Database;
import io.vecdb.api.Filter;
import io.vecdb.api.Point;
import io.vecdb.storage.Directory;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FaultyDirectory.Survival;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Several writers on a disk whose calls take their time: all wait for one another in new ways, and
/// what was acknowledged is on the disk all the same. A trial is one such run.
@Tag("proof")
class SlowDiskTest {
    private static final int WRITERS = 4;
    private static final int BATCHES = 25;
    private static final int BATCH = 3;

    /// The longest that one call takes; most take much less.
    private static final int DELAY_MAX_MILLIS = Trials.many() ? 200 : 20;

    @Test
    void whatIsAcknowledgedIsOnTheDisk() {
        Trials.of(SlowDiskTest.class, 1).each(SlowDiskTest::write);
    }

    private static void write(long seed) throws Exception {
        FaultyDirectory disk = new FaultyDirectory();
        try (Database database = open(new SlowDirectory(disk, seed, DELAY_MAX_MILLIS));
                ExecutorService threads = Executors.newFixedThreadPool(WRITERS)) {
            Collection collection = database.createCollection("c", DatabaseWorkload.CONFIG);
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < WRITERS; writer++) {
                int first = writer * BATCHES * BATCH;
                writers.add(threads.submit(() -> write(collection, first)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
            requireAll(disk.afterPowerLoss(Survival.NONE, seed));
            collection.compact();
        }
        requireAll(disk.afterPowerLoss(Survival.NONE, seed));
    }

    private static void write(Collection collection, int first) {
        for (int batch = 0; batch < BATCHES; batch++) {
            List<Point> points = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                int id = first + batch * BATCH + i;
                points.add(Point.of(id, id, 1));
            }
            collection.upsert(points);
        }
    }

    private static void requireAll(FaultyDirectory disk) {
        try (Database database = open(disk)) {
            assertThat(database.collection("c").count(Filter.all()))
                    .isEqualTo(WRITERS * BATCHES * BATCH);
        }
    }

    private static Database open(Directory directory) {
        return Databases.open(directory, 10);
    }
}
