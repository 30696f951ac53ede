package io.vecdb.collection;

import io.vecdb.api.Damage;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.segment.SealedSegment;
import io.vecdb.storage.FileReader;
import io.vecdb.storage.MappedReads;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Reads the files of all sealed segments behind everybody's back: at first the blocks that nobody
/// has used since they were opened, then, from time to time, everything again, manifests and
/// finished log files too. So damage is noticed while there is still a backup, or what is in memory
/// to write once more; and searches need not compare checksums for long.
///
/// One thread for a database, at a bounded rate and the lowest priority. It holds a reference to
/// one segment at a time and lets go of it as soon as the segment was merged away, its collection
/// dropped or the database is being closed. What is damaged is logged once and kept.
final class Scrubber implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scrubber.class);

    /// How often it looks for blocks that nobody has used yet.
    private static final Duration LOOK = Duration.ofMinutes(1);

    /// Pauses that are too short are not worth it.
    private static final long PAUSE_NANOS_MIN = TimeUnit.MILLISECONDS.toNanos(5);

    private final Supplier<List<Subject>> collections;
    private final Pace pace;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /// Guarded by this.
    private final Set<Damage> known = new LinkedHashSet<>();

    /// A collection.
    ///
    /// @param views its segments
    /// @param rest reads what else it has on disk, with everything
    record Subject(Views views, Supplier<List<Damage>> rest) {}

    /// How much it reads.
    ///
    /// @param bytesPerSecond at most, while it reads
    /// @param interval from one time that everything is read to the next
    record Pace(long bytesPerSecond, Duration interval) {
        /// A tenth of what a disk gives, and the whole database once a day.
        static final Pace DEFAULT = new Pace(64L << 20, Duration.ofDays(1));

        /// How long to wait after so many bytes in so long a time.
        long pauseNanos(long bytes, long elapsedNanos) {
            double dueNanos = (double) bytes / bytesPerSecond * TimeUnit.SECONDS.toNanos(1);
            return Math.max(0, (long) dueNanos - elapsedNanos);
        }
    }

    /// @param collections those that are open at the moment
    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it, and some systems respect it
    Scrubber(Supplier<List<Subject>> collections, Pace pace) {
        this.collections = collections;
        this.pace = pace;
        thread = Thread.ofPlatform().name("vecdb-scrub").daemon().unstarted(this::run);
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    /// Begins to read in the background.
    void start() {
        thread.start();
    }

    /// What was found to be damaged and, when everything was read last, still was.
    synchronized List<Damage> damages() {
        return List.copyOf(known);
    }

    private void run() {
        long readAt = System.nanoTime();
        try {
            do {
                boolean everything = System.nanoTime() - readAt >= pace.interval.toNanos();
                if (everything) {
                    readAt = System.nanoTime();
                }
                pass(everything);
            } while (!isClosingWithin(Math.min(LOOK.toNanos(), pace.interval.toNanos())));
        } catch (RuntimeException | Error e) {
            LOG.error("Reading files for damage failed and was given up.", e);
        }
    }

    /// Reads once.
    ///
    /// @param everything or only what was not verified yet
    void pass(boolean everything) {
        Pass pass = new Pass(everything);
        for (Subject collection : collections.get()) {
            Views views = collection.views;
            Set<SealedSegment> seen = new HashSet<>();
            SealedSegment segment = next(views, seen);
            while (segment != null) {
                try {
                    SealedSegment next = segment;
                    read(views, () -> pass.read(views, next));
                } finally {
                    segment.release();
                }
                segment = next(views, seen);
            }
            if (everything && !isClosingWithin(0)) {
                read(views, () -> pass.readRest(collection));
            }
        }
        if (everything && !isClosingWithin(0)) {
            synchronized (this) {
                known.retainAll(pass.found);
            }
        }
    }

    /// Reads something. What cannot be read does not end the scrubbing.
    private static void read(Views views, Runnable reading) {
        try {
            MappedReads.run(views.what(), reading);
        } catch (DbException e) {
            if (e.code() != ErrorCode.IO_ERROR) {
                throw e;
            }
            LOG.error("Reading files for damage met an error and goes on: {}", e.getMessage());
        }
    }

    /// A segment that was not seen yet, with a reference for the caller, or null.
    private @Nullable SealedSegment next(Views views, Set<SealedSegment> seen) {
        if (isClosingWithin(0)) {
            return null;
        }
        try (ReadView view = views.enter()) {
            for (SealedSegment segment : view.segments().sealed()) {
                if (seen.add(segment)) {
                    segment.retain();
                    return segment;
                }
            }
        } catch (DbException e) {
            if (e.code() != ErrorCode.CLOSED) {
                throw e;
            }
        }
        return null;
    }

    private boolean isClosingWithin(long nanos) {
        try {
            return closing.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Nobody knows this thread but this object.
            throw new AssertionError(e);
        }
    }

    private synchronized void report(Damage damage) {
        if (known.add(damage)) {
            LOG.error(
                    "File '{}' is corrupt at byte {}: {}. Restore it from a backup.",
                    damage.file(),
                    damage.offset(),
                    damage.finding());
        }
    }

    /// Stops, after the block that is being read.
    @Override
    public void close() {
        closing.countDown();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// One time through all files.
    private final class Pass {
        private final boolean everything;
        private final List<Damage> found = new ArrayList<>();
        private final long begin = System.nanoTime();
        private long bytes;

        Pass(boolean everything) {
            this.everything = everything;
        }

        void read(Views views, SealedSegment segment) {
            segment.readFiles(files -> read(views, segment, files));
            if (everything && !isOver(views, segment)) {
                segment.checkChanges().forEach(this::note);
            }
        }

        private void read(Views views, SealedSegment segment, List<FileReader> files) {
            for (FileReader file : files) {
                if (everything) {
                    file.checkEnds().forEach(this::note);
                }
                for (int block = 0; block < file.blockCount(); block++) {
                    if (everything || !file.isVerified(block)) {
                        Damage damage = file.check(block);
                        if (damage != null) {
                            note(damage);
                        }
                        bytes += file.blockBytes(block);
                        if (isClosingAfterPause() || isOver(views, segment)) {
                            return;
                        }
                    }
                }
            }
        }

        private boolean isOver(Views views, SealedSegment segment) {
            return isClosingWithin(0) || views.isClosed() || segment.isDiscarded();
        }

        void readRest(Subject collection) {
            List<Damage> damages = collection.rest.get();
            // A collection that was dropped meanwhile has no files any more.
            if (!collection.views.isClosed()) {
                damages.forEach(this::note);
            }
        }

        private void note(Damage damage) {
            found.add(damage);
            report(damage);
        }

        private boolean isClosingAfterPause() {
            long pause = pace.pauseNanos(bytes, System.nanoTime() - begin);
            return isClosingWithin(pause < PAUSE_NANOS_MIN ? 0 : pause);
        }
    }
}
