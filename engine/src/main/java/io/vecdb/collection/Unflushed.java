package io.vecdb.collection;

import io.vecdb.api.CollectionConfig;
import io.vecdb.memory.MemoryBudget;
import io.vecdb.memory.Reservation;
import io.vecdb.segment.SealedSegment;

import java.util.List;

/// What was written since the active segment began, and whether that is worth a flush. Guarded by
/// the writers' lock.
final class Unflushed implements AutoCloseable {
    private final WriteBuffer buffer;
    private final long changesBytesMost;

    /// Payloads of sealed segments that were changed and are in memory until a merge.
    private final Reservation changedPayloads;

    private long loggedBytes;

    /// Rows that were deleted or got another payload.
    private long changedRows;

    /// Of the changed payloads, those that a flush has seen.
    private long flushedChanges;

    /// @param memory what changed payloads are taken from
    Unflushed(WriteBuffer buffer, MemoryBudget memory) {
        this.buffer = buffer;
        changesBytesMost = MergePolicy.changesBytesMost(memory);
        changedPayloads = memory.reservation();
    }

    /// Counts a write.
    void add(long bytesInLog, long rowsChanged) {
        loggedBytes += bytesInLog;
        changedRows += rowsChanged;
    }

    /// Reserves what changed payloads take now, which cannot be refused any more.
    void count(List<SealedSegment> sealed) {
        changedPayloads.set(sealed.stream().mapToLong(SealedSegment::changesHeapBytes).sum());
        // A merge may have folded in what was flushed.
        flushedChanges = Math.min(flushedChanges, changedPayloads.bytes());
    }

    /// Whether to flush. Deletions and changed payloads count even where little was inserted:
    /// merges, which give their space back, go by what was flushed.
    boolean isWorthFlushing(SegmentSet segments, CollectionConfig config) {
        return segments.active().rowCount() >= buffer.points(config)
                || loggedBytes >= buffer.bytes()
                || changedRows >= worthFolding(segments.sealed())
                || changedPayloads.bytes() - flushedChanges >= changesBytesMost;
    }

    private double worthFolding(List<SealedSegment> sealed) {
        long rows = sealed.stream().mapToLong(SealedSegment::rowCount).sum();
        return Math.max(buffer.changes(), rows * MergePolicy.CHANGED_SHARE);
    }

    /// What changed payloads take, if so much that a merge gives it back; any thread may ask.
    long mergeableBytes() {
        long bytes = changedPayloads.bytes();
        return bytes > changesBytesMost ? bytes : 0;
    }

    /// Another active segment begins.
    void begin() {
        loggedBytes = 0;
        changedRows = 0;
        flushedChanges = changedPayloads.bytes();
    }

    /// Gives back what is reserved.
    @Override
    public void close() {
        changedPayloads.set(0);
    }
}
