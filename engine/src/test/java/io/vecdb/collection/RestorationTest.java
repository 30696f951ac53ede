package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.Filter;
import io.vecdb.api.Metric;
import io.vecdb.api.Point;
import io.vecdb.api.Progress;
import io.vecdb.api.RestoreOptions;
import io.vecdb.index.BuildOptions;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.snapshot.Archive;
import io.vecdb.snapshot.Inventory;
import io.vecdb.snapshot.Inventory.Part;
import io.vecdb.snapshot.Inventory.StoredFile;
import io.vecdb.snapshot.SnapshotSource;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.FileCopy;
import io.vecdb.storage.Folder;
import io.vecdb.storage.FoldersOnDisk;
import io.vecdb.storage.WriteRate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// What a restore that fails leaves behind: nothing, neither files nor memory.
class RestorationTest {
    private static final CollectionConfig CONFIG = CollectionConfig.of(2, Metric.L2);
    private static final Path ARCHIVE = Path.of("archive");

    /// Both collections under other names.
    private static final RestoreOptions BOTH =
            RestoreOptions.ALL.collection("a", "x").collection("b", "y");

    private final FaultyDirectory disk = new FaultyDirectory();
    private final MemoryBudget budget = new MemoryBudget(1L << 30);
    private final Database database = open(disk, budget);

    RestorationTest() {
        for (String name : List.of("a", "b")) {
            Collection collection = database.createCollection(name, CONFIG);
            collection.upsert(points(0, 20));
            collection.compact();
            collection.upsert(points(10, 20));
        }
        assertThat(database.snapshots().create(ARCHIVE, Set.of(), Progress.NONE).files())
                .isPositive();
    }

    private static Database open(FaultyDirectory disk, MemoryBudget budget) {
        return LocalDatabase.open(
                disk,
                EmbeddingModels.none(),
                new Shard.Environment(
                        BuildOptions.threads(1),
                        StorageSettings.of(new WriteBuffer(1_000, 1 << 20)),
                        new SteppedExecutor().threads(),
                        new SearchLoad(1),
                        budget,
                        new WriteRate(1L << 30)),
                new FoldersOnDisk(disk));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static List<Point> points(int from, int count) {
        return IntStream.range(from, from + count).mapToObj(i -> Point.of(i, i, 1)).toList();
    }

    private static List<String> folders(FaultyDirectory disk) throws IOException {
        return disk.list("").stream().filter(name -> name.startsWith("c-")).toList();
    }

    private void refused(ErrorCode code, Runnable restore) throws IOException {
        long before = budget.usedBytes();
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(restore::run)
                .satisfies(e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code));
        assertThat(budget.usedBytes()).isEqualTo(before);
        assertThat(folders(disk)).containsExactly("c-1", "c-2");
    }

    @Test
    void progressEndsWithAllBytes() {
        List<Long> done = new ArrayList<>();
        List<Long> totals = new ArrayList<>();
        List<String> restored =
                database.snapshots()
                        .restore(
                                ARCHIVE,
                                BOTH,
                                (bytes, total) -> {
                                    done.add(bytes);
                                    totals.add(total);
                                });
        assertThat(restored).containsExactly("x", "y");
        assertThat(done).isSorted();
        long bytes = database.snapshots().read(ARCHIVE).bytes();
        assertThat(done).last().isEqualTo(bytes);
        assertThat(totals).containsOnly(bytes);
    }

    @Test
    void aSnapshotThatGivesAnotherNumberOfPointsThanItSaysIsRefused() throws IOException {
        Folder outside = new Folder(disk, FoldersOnDisk.NAME);
        try (Archive sound = Archive.open(outside, "archive")) {
            Inventory old = sound.inventory();
            List<Part> parts = new ArrayList<>(old.parts());
            Part last = parts.removeLast();
            parts.add(
                    new Part(
                            last.name(),
                            last.id(),
                            last.sequence(),
                            last.points() + 1,
                            last.manifest(),
                            last.files()));
            Inventory wrong = new Inventory(old.created(), old.release(), old.database(), parts);
            Archive.write(outside, "wrong", with(wrong, sound), Progress.NONE);
        }
        refused(
                ErrorCode.CORRUPT,
                () -> database.snapshots().restore(Path.of("wrong"), BOTH, Progress.NONE));
        assertThat(database.collections()).containsExactly("a", "b");
    }

    /// What one source holds, under the table of contents of another.
    private static SnapshotSource with(Inventory inventory, SnapshotSource files) {
        return new SnapshotSource() {
            @Override
            public Inventory inventory() {
                return inventory;
            }

            @Override
            public void copy(Part part, StoredFile file, FileCopy.Sink sink) {
                files.copy(part, file, sink);
            }

            @Override
            public void close() {}
        };
    }

    @Test
    void aCollectionThatTookTheNameMeanwhileStays() throws IOException {
        Database other = database;
        List<Collection> created = new ArrayList<>();
        long before = budget.usedBytes();
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() ->
                        other.snapshots()
                                .restore(
                                        ARCHIVE,
                                        BOTH,
                                        (done, total) -> {
                                            if (created.isEmpty()) {
                                                created.add(other.createCollection("y", CONFIG));
                                            }
                                        }))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
        assertThat(other.collections()).containsExactly("a", "b", "y");
        assertThat(created.getFirst().count(Filter.all())).isZero();
        assertThat(folders(disk)).hasSize(3);
        assertThat(other.dropCollection("y")).isTrue();
        assertThat(budget.usedBytes()).isEqualTo(before);
    }

    @Test
    void aDatabaseThatIsClosedMeanwhileGetsNothing() throws IOException {
        refusedIn(database);
        assertThat(budget.usedBytes()).isZero();
        try (Database again = open(disk, budget)) {
            assertThat(again.collections()).containsExactly("a", "b");
        }
    }

    private void refusedIn(Database closing) throws IOException {
        assertThatExceptionOfType(DbException.class)
                .isThrownBy(() ->
                        closing.snapshots()
                                .restore(ARCHIVE, BOTH, (done, total) -> closing.close()))
                .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.CLOSED));
        assertThat(folders(disk)).containsExactly("c-1", "c-2");
    }

    @Test
    void aCallThatFailsLeavesAllOrNothing() throws IOException {
        boolean failed = true;
        int refusals = 0;
        // SnapshotCrashTest takes the calls in between.
        for (int call = 1; failed; call += 2) {
            FaultyDirectory own = disk.afterKill();
            MemoryBudget memory = new MemoryBudget(1L << 30);
            try (Database opened = open(own, memory)) {
                long before = memory.usedBytes();
                own.failAt(own.calls() + call);
                try {
                    assertThat(opened.snapshots().restore(ARCHIVE, BOTH, Progress.NONE)).hasSize(2);
                    failed = own.hasFailed();
                    own.failAt(Integer.MAX_VALUE);
                } catch (DbException e) {
                    refusals++;
                    assertThat(own.hasFailed()).isTrue();
                    assertThat(memory.usedBytes()).as("call %d", call).isEqualTo(before);
                    assertThat(opened.collections()).containsExactly("a", "b");
                    // Of a poisoned catalog nobody knows what it names.
                    if (e.code() != ErrorCode.POISONED) {
                        assertThat(folders(own)).as("call %d", call).containsExactly("c-1", "c-2");
                    }
                }
            }
            try (Database again = open(own, memory)) {
                List<String> named = again.collections();
                assertThat(named).isIn(List.of("a", "b"), List.of("a", "b", "x", "y"));
                for (String name : named) {
                    assertThat(again.collection(name).count(Filter.all())).isEqualTo(30);
                }
            }
        }
        assertThat(refusals).isGreaterThan(10);
    }
}
