package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.collection.SegmentSet.Frozen;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.memory.Reservation;
import io.vecdb.replication.Operation;
import io.vecdb.segment.MutableSegment;
import io.vecdb.segment.Successor;
import io.vecdb.wal.EncodedOperation;
import io.vecdb.wal.EncodingBuffers;
import io.vecdb.wal.OperationLog;
import io.vecdb.wal.Replay;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/// The one way into a collection: an operation is planned, logged and applied under a lock,
/// committed to the log outside it together with those of other writers, and then published to
/// readers.
final class WritePath implements Replay {
    private final Views views;
    private final WriteBuffer buffer;
    private final MemoryBudget memory;
    private final Unflushed unflushed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Backpressure backpressure = new Backpressure(lock.newCondition());
    private final EncodingBuffers buffers = new EncodingBuffers();
    private @Nullable OperationLog log;
    private Runnable onFrozen = () -> {};

    private volatile CollectionConfig config;
    private volatile long applied;
    private volatile long sealedSequence;

    /// Why a write that is, or may be, in the log is not, or half, in memory.
    private @Nullable Throwable broken;

    private boolean closed;

    /// @param manifest what the sealed segments in `views` are the state of
    /// @param memory what writes may take until they are flushed
    WritePath(Views views, WriteBuffer buffer, CollectionManifest manifest, MemoryBudget memory) {
        this.views = views;
        this.buffer = buffer;
        this.memory = memory;
        unflushed = new Unflushed(buffer, memory);
        config = manifest.config();
        sealedSequence = manifest.sequence();
        applied = manifest.sequence();
    }

    /// Has room made at once for as many points as can be in so much log.
    @Override
    public void expect(long bytes) {
        long rowBytes = MutableSegment.vectorBytes(config);
        // A collection may have no vector field, and needs no room for vectors then.
        if (rowBytes > 0) {
            long rows = Math.min(bytes, buffer.bytes()) / rowBytes;
            replaceActive((int) Math.min(rows, buffer.points(config)), List.of());
        }
    }

    /// Applies an operation that recovery found in the log. Before [#start].
    @Override
    public void apply(long sequence, Operation operation) {
        lock.lock();
        // What is in the log has to be applied, whatever it takes.
        try (Reservation planned = new MemoryBudget(Long.MAX_VALUE).reservation()) {
            apply(plan(operation, planned), sequence);
            views.advance(sequence);
        } finally {
            lock.unlock();
        }
    }

    /// From now on takes writes.
    ///
    /// @param operationLog where they are logged
    /// @param replayedBytes of the log that were applied: as much as if they had just been written,
    ///   or a log would grow as often as its process is killed
    /// @param whenFrozen is told that there is something to flush
    void start(OperationLog operationLog, long replayedBytes, Runnable whenFrozen) {
        lock.lock();
        try {
            log = operationLog;
            onFrozen = whenFrozen;
            unflushed.add(replayedBytes, 0);
            freezeWhereItPays(views.segments());
        } finally {
            lock.unlock();
        }
    }

    CollectionConfig config() {
        return config;
    }

    /// The last write that was applied, whether published or not.
    long applied() {
        return applied;
    }

    /// Makes an operation durable and visible.
    ///
    /// @return its sequence number
    /// @throws DbException RESOURCE_EXHAUSTED if there is no memory for it, even after a flush
    long write(Operation operation) {
        long sequence;
        try (EncodingBuffers.Lent encoded = buffers.encode(operation)) {
            sequence = memory.withRelief(() -> logAndApply(operation, encoded.operation()));
        }
        Objects.requireNonNull(log).commit(sequence);
        views.advance(sequence);
        return sequence;
    }

    private long logAndApply(Operation operation, EncodedOperation encoded) {
        lock.lock();
        try (Reservation planned = memory.reservation()) {
            RowChanges changes = planWithinMemory(operation, planned);
            long sequence = append(encoded);
            unflushed.add(encoded.bytes(), 0);
            applyLogged(changes, sequence);
            return sequence;
        } finally {
            lock.unlock();
        }
    }

    private long append(EncodedOperation encoded) {
        OperationLog target = requireOpen();
        try {
            return target.append(encoded);
        } catch (DbException e) {
            throw e;
        } catch (OutOfMemoryError | RuntimeException e) {
            // Nobody knows whether the log has it.
            broken = e;
            throw brokenBy(e);
        }
    }

    private RowChanges plan(Operation operation, Reservation planned) {
        return new OperationPlanner(views.segments(), config, planned).plan(operation);
    }

    /// Plans an operation; if memory does not suffice, once more when everything is flushed.
    private RowChanges planWithinMemory(Operation operation, Reservation planned) {
        while (true) {
            backpressure.awaitRoom(views::segments, onFrozen);
            var _ = requireOpen();
            try {
                return plan(operation, planned);
            } catch (DbException e) {
                planned.set(0);
                if (e.code() != ErrorCode.RESOURCE_EXHAUSTED || !flushAll()) {
                    throw e;
                }
            }
        }
    }

    /// Waits until nothing is in memory that could be flushed; false if nothing was.
    private boolean flushAll() {
        if (views.segments().active().rowCount() > 0) {
            freezeActive();
        }
        boolean any = !views.segments().frozen().isEmpty();
        backpressure.awaitFlush(views::segments, onFrozen);
        var _ = requireOpen();
        return any;
    }

    /// Applies what cannot be taken back any more. It was planned, so nothing but a lack of memory
    /// can go wrong; then no write may follow, since rows and log would never agree again. Readers
    /// do not see this write: it is not published.
    private void applyLogged(RowChanges changes, long sequence) {
        boolean done = false;
        try {
            apply(changes, sequence);
            done = true;
        } catch (OutOfMemoryError | RuntimeException e) {
            broken = e;
            throw brokenBy(e);
        } finally {
            if (!done && broken == null) {
                broken = new IllegalStateException("a write stopped half-way");
            }
        }
    }

    private static DbException brokenBy(Throwable reason) {
        return new DbException(
                ErrorCode.POISONED,
                "A write that the log holds could not be applied in memory ("
                        + reason
                        + "). Nothing is lost, but the collection takes no more writes. Give the"
                        + " process more memory (-Xmx, -XX:MaxDirectMemorySize) and open the"
                        + " database again, which applies it.",
                reason);
    }

    private void apply(RowChanges changes, long sequence) {
        SegmentSet segments = views.segments();
        LongStream needed =
                LongStream.concat(
                        LongStream.of(sealedSequence),
                        segments.frozen().stream().mapToLong(Frozen::sequence));
        changes.apply(segments.active(), sequence, views.pins(needed));
        config = changes.config();
        applied = sequence;
        unflushed.add(0, changes.changedRows());
        unflushed.count(segments.sealed());
        freezeWhereItPays(segments);
    }

    private void freezeWhereItPays(SegmentSet segments) {
        if (broken == null && unflushed.isWorthFlushing(segments, config)) {
            freezeActive();
        }
    }

    private void freezeActive() {
        unflushed.begin();
        SegmentSet segments = views.segments();
        List<Frozen> frozen = new ArrayList<>(segments.frozen());
        frozen.add(new Frozen(segments.active(), applied));
        replaceActive(segments.active().rowCount(), frozen);
        onFrozen.run();
    }

    private void replaceActive(int expectedRows, List<Frozen> frozen) {
        MutableSegment active = new MutableSegment(config, memory.reservation(), expectedRows);
        views.replaceSegments(new SegmentSet(views.segments().sealed(), frozen, active));
        active.release();
    }

    /// Passes if writes are taken.
    ///
    /// @throws DbException CLOSED, or POISONED if a write could not be applied
    OperationLog requireOpen() {
        if (broken != null) {
            throw brokenBy(broken);
        }
        if (closed || log == null) {
            throw new DbException(
                    ErrorCode.CLOSED, "The collection was closed or dropped; open it again.");
        }
        return log;
    }

    /// What changed payloads take, if so much that a merge gives it back.
    long mergeableBytes() {
        return unflushed.mergeableBytes();
    }

    /// What it holds on the heap beside the segments.
    long bufferBytes() {
        return buffers.spareBytes();
    }

    /// Freezes what is in memory, if something was written since the last time and all of it was
    /// applied; what was not stays in the log. Nothing after [#close()].
    ///
    /// @param then is done before the next write can begin; it is given the last one
    void freeze(LongConsumer then) {
        lock.lock();
        try {
            List<Frozen> frozen = views.segments().frozen();
            long covered = frozen.isEmpty() ? sealedSequence : frozen.getLast().sequence();
            if (broken == null && !closed && applied > covered) {
                freezeActive();
            }
            then.accept(applied);
        } finally {
            lock.unlock();
        }
    }

    /// Puts other segments in the place of some, between two writes.
    ///
    /// @param sequence the write that all sealed segments are the state of from now on
    /// @param successor a new segment, to which late changes are carried over; null if there is
    ///   none
    /// @param change makes the new set; no writer is active
    /// @return the new set
    SegmentSet replaceSegments(long sequence, @Nullable Successor successor, SegmentChange change) {
        if (successor != null) {
            // Most of it beside the writers, so that they wait for the rest only.
            successor.carryOver(applied);
        }
        lock.lock();
        try {
            if (successor != null) {
                successor.carryOver(applied);
            }
            sealedSequence = sequence;
            SegmentSet changed = change.apply(views.segments());
            views.replaceSegments(changed);
            if (!closed) {
                unflushed.count(changed.sealed());
            }
            // Of a smaller segment, as many deletions are a larger share.
            freezeWhereItPays(changed);
            backpressure.caughtUp();
            return views.segments();
        } finally {
            lock.unlock();
        }
    }

    /// Makes a set of segments of another.
    interface SegmentChange {
        SegmentSet apply(SegmentSet old);
    }

    /// Lets writers that wait for flushes, or for merges, know that one failed; the next one that
    /// waits has it tried again.
    void maintenanceFailed(boolean merging, DbException reason) {
        lock.lock();
        try {
            backpressure.failed(merging, reason);
        } finally {
            lock.unlock();
        }
    }

    /// Refuses further writes; those that run are finished first.
    void close() {
        lock.lock();
        try {
            closed = true;
            unflushed.close();
            backpressure.end();
        } finally {
            lock.unlock();
        }
    }
}
