package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.SnapshotInfo.CollectionInfo;
import io.vecdb.collection.DatabaseCatalog.Place;
import io.vecdb.index.BuildOptions;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.Folder;
import io.vecdb.storage.HoldingDirectory;
import io.vecdb.storage.LocalFolders;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

class CaptureTest {
    private final HoldingDirectory disk = new HoldingDirectory(new FaultyDirectory());
    private final LocalDatabase database =
            LocalDatabase.open(
                    disk,
                    EmbeddingModels.none(),
                    StorageSettings.of(new WriteBuffer(100, 1 << 20)),
                    BuildOptions.threads(1),
                    new LocalFolders(null));
    private final Slot.Open first = open("first", 1);
    private final Slot.Open second = open("second", 2);

    @AfterEach
    void close() {
        first.shard().abandon();
        second.shard().abandon();
        database.close();
    }

    private Slot.Open open(String name, long number) {
        Place place = new Place(number, number);
        SegmentStore.create(
                new Folder(disk, place.path()), place.id(), CollectionConfig.of(1, Metric.L2));
        Slot.Open slot = database.openShard(name, place);
        write(slot, 1);
        return slot;
    }

    private static void write(Slot.Open slot, int id) {
        assertThat(slot.collection().upsert(List.of(Point.of(id, id)))).isPositive();
    }

    private Capture capture() {
        return Capture.of(
                new TreeMap<>(Map.of("first", first, "second", second)), disk, new UUID(1, 2));
    }

    /// While the moment of the second collection is waited for, that of the first has come, and
    /// nobody may write to it: what was acknowledged there could cause a write to the second that
    /// is in the snapshot.
    @Test
    void nobodyWritesBetweenTheMomentsOfTwoCollections() {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Thread holder =
                Thread.ofPlatform()
                        .start(() ->
                                second.shard()
                                        .writes()
                                        .freeze(last -> {
                                            busy.countDown();
                                            await(release);
                                        }));
        await(busy);
        CompletableFuture<Capture> captured = new CompletableFuture<>();
        Thread capturing = Thread.ofPlatform().start(() -> captured.complete(capture()));
        awaitParked(capturing);
        Thread writer = Thread.ofPlatform().start(() -> write(first, 2));

        Thread.State waiting = awaitParked(writer);
        release.countDown();

        assertThat(waiting).isEqualTo(Thread.State.WAITING);
        try (Capture capture = captured.join()) {
            assertThat(capture.inventory().info().collections())
                    .containsExactly(
                            new CollectionInfo("first", 1, 1), new CollectionInfo("second", 1, 1));
        }
        join(writer);
        join(holder);
        assertThat(first.collection().sequence()).isEqualTo(2);
    }

    @Test
    void whatIsWrittenLaterIsFlushedLater() {
        try (Capture capture = capture()) {
            write(first, 2);
            first.shard().compact();
            assertThat(capture.inventory().parts().getFirst().points()).isOne();
            capture.inventory()
                    .parts()
                    .forEach(part ->
                            part.files()
                                    .forEach(file ->
                                            capture.copy(
                                                    part, file, (bytes, offset, length) -> {})));
        }
        assertThat(first.collection().stats().segments()).hasSize(1);
    }

    @Test
    void filesThatAreMergedAwayStayUntilTheSnapshotIsMade() throws IOException {
        first.shard().compact();
        List<String> before = segmentFiles();
        try (Capture capture = capture()) {
            assertThat(capture.inventory().parts()).hasSize(2);
            write(first, 2);
            first.shard().compact();
            assertThat(segmentFiles()).containsAll(before).hasSizeGreaterThan(before.size());
        }
        assertThat(segmentFiles()).doesNotContainAnyElementsOf(before).isNotEmpty();
    }

    @Test
    void ofASnapshotThatIsNotMadeNoFilesStay() throws IOException {
        second.shard().abandon();
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(this::capture)
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
        first.shard().compact();
        List<String> before = segmentFiles();
        write(first, 2);
        first.shard().compact();
        assertThat(segmentFiles()).doesNotContainAnyElementsOf(before).isNotEmpty();
    }

    /// Of the first collection.
    private List<String> segmentFiles() throws IOException {
        return disk.list(first.folder().path()).stream()
                .filter(name -> name.startsWith("seg-"))
                .toList();
    }

    /// Until it waits for a lock, or has ended.
    private static Thread.State awaitParked(Thread thread) {
        while (thread.getState() != Thread.State.WAITING
                && thread.getState() != Thread.State.TERMINATED) {
            Thread.onSpinWait();
        }
        return thread.getState();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
