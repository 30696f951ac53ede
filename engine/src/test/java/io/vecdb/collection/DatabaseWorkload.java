package io.vecdb.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.vecdb.api.Collection;
import io.vecdb.api.CollectionConfig;
import io.vecdb.api.Database;
import io.vecdb.api.DbException;
import io.vecdb.api.EmbeddingModels;
import io.vecdb.api.ErrorCode;
import io.vecdb.api.IndexConfig;
import io.vecdb.api.Metric;
import io.vecdb.api.VectorConfig;
import io.vecdb.collection.WorkloadSteps.Step;
import io.vecdb.index.BuildOptions;
import io.vecdb.storage.FaultyDirectory;
import io.vecdb.storage.LocalFolders;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Random writes to a database, with maintenance in between, and what may be found after each: what
/// was acknowledged, and for a write that failed or was cut off, all of it or nothing.
///
/// The memory buffer is tiny, so that most writes cause a flush, and flushes cause merges; while a
/// merge runs, more is written and flushed. The same seed does the same on the same disk.
final class DatabaseWorkload {
    /// Graphs from 12 points on, so that merges build some.
    static final CollectionConfig CONFIG =
            CollectionConfig.of(
                    VectorConfig.of(2, Metric.L2).withIndex(new IndexConfig.Hnsw(2, 4, 12)));

    private static final WriteBuffer BUFFER = new WriteBuffer(5, 1 << 20);

    private final Random random;
    private final WorkloadSteps steps;
    private Set<Contents> possible;

    DatabaseWorkload(long seed) {
        this(seed, Set.of(Contents.EMPTY));
    }

    private DatabaseWorkload(long seed, Set<Contents> possible) {
        random = new Random(seed);
        steps = new WorkloadSteps(random);
        this.possible = possible;
    }

    /// One that goes on where this one is.
    DatabaseWorkload next(long seed) {
        return new DatabaseWorkload(seed, possible);
    }

    /// Opens the database so many times and makes so many steps each time.
    void run(FaultyDirectory disk, int sessions, int stepsEach) {
        for (int session = 0; session < sessions; session++) {
            Jobs jobs = new Jobs(disk);
            try (Database database = open(jobs)) {
                settle(Contents.of(database));
                for (int i = 0; i < stepsEach; i++) {
                    runMaintenance(jobs, database);
                    make(steps.next(possible.iterator().next()), database);
                }
            }
        }
    }

    /// As [#run] on a disk that refuses a call: what fails is passed over. A database that takes no
    /// more writes is opened again.
    void runOverFailures(FaultyDirectory disk, int sessions, int stepsEach) {
        for (int session = 0; session < sessions; session++) {
            Jobs jobs = new Jobs(disk);
            try (Database database = open(jobs)) {
                settle(Contents.of(database));
                for (int i = 0; i < stepsEach; i++) {
                    jobs.runAll();
                    Step step = steps.next(possible.iterator().next());
                    try {
                        makeRoom(database);
                        make(step, database);
                    } catch (DbException e) {
                        requireExpected(e);
                        if (e.code() == ErrorCode.POISONED) {
                            break;
                        }
                        // What was refused may have been done all the same, but readers and disk
                        // must be of one mind about it.
                        settle(Contents.of(database));
                    }
                    if (disk.hasFailed()) {
                        requireFound(disk.afterKill());
                    }
                }
            } catch (DbException e) {
                requireExpected(e);
            }
        }
    }

    private static void requireExpected(DbException e) {
        assertThat(e.code())
                .as("%s", e.getMessage())
                .isIn(ErrorCode.IO_ERROR, ErrorCode.POISONED, ErrorCode.CLOSED);
    }

    private void requireFound(FaultyDirectory killed) {
        try (Database database = open(new Jobs(killed))) {
            assertThat(possible).contains(Contents.of(database));
        }
    }

    /// Opens what is on the disk, which must be possible, and goes on for a while.
    void requireIntact(FaultyDirectory disk, long seed) {
        DatabaseWorkload next = next(seed);
        next.run(disk, 2, 4);
        try (Database database = open(new Jobs(disk))) {
            next.settle(Contents.of(database));
        }
    }

    private void make(Step step, Database database) {
        List<Contents> after = new ArrayList<>(possible);
        possible.forEach(before -> after.add(step.effect().apply(before)));
        Set<Contents> certain = possible;
        possible = Set.copyOf(after);
        step.action().accept(database);
        possible = Set.of(step.effect().apply(certain.iterator().next()));
    }

    private void settle(Contents found) {
        assertThat(possible).contains(found);
        possible = Set.of(found);
    }

    private void runMaintenance(Jobs jobs, Database database) {
        // More than one frozen segment would make a writer wait for this very thread.
        if (jobs.flushes.waiting() > 0 || random.nextBoolean()) {
            jobs.flushes.runWaiting();
        }
        if (random.nextBoolean()) {
            jobs.disk.beforeWriting(
                    name -> name.endsWith(".index0"), () -> writeDuringMerge(jobs, database));
            jobs.merges.runWaiting();
            jobs.disk.disarm();
            jobs.flushes.runWaiting();
        }
    }

    private void writeDuringMerge(Jobs jobs, Database database) {
        for (int left = random.nextInt(4); left > 0; left--) {
            make(steps.nextWrite(possible.iterator().next()), database);
            jobs.flushes.runWaiting();
        }
    }

    /// Flushes where a refused call has kept maintenance from it: a writer would wait for that, on
    /// this very thread.
    private static void makeRoom(Database database) {
        for (String name : database.collections()) {
            Collection collection = database.collection(name);
            if (frozen(collection) > 1) {
                collection.compact();
                assertThat(frozen(collection)).isZero();
            }
        }
    }

    private static int frozen(Collection collection) {
        try (ReadView view = ((LocalCollection) collection).view()) {
            return view.segments().frozen().size();
        }
    }

    /// A disk, and the maintenance that waits to be done on it.
    private static final class Jobs {
        final DirectoryWithHook disk;
        final SteppedExecutor flushes = new SteppedExecutor();
        final SteppedExecutor merges = new SteppedExecutor();

        Jobs(FaultyDirectory disk) {
            this.disk = new DirectoryWithHook(disk);
        }

        void runAll() {
            while (flushes.waiting() + merges.waiting() > 0) {
                flushes.runWaiting();
                merges.runWaiting();
            }
        }
    }

    private static Database open(Jobs jobs) {
        return LocalDatabase.open(
                jobs.disk,
                EmbeddingModels.none(),
                new Shard.Environment(
                        BuildOptions.threads(1),
                        BUFFER,
                        new MaintenanceThreads(jobs.flushes, jobs.merges, jobs.merges)),
                new LocalFolders(null));
    }
}
