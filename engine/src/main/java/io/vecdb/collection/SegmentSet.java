package io.vecdb.collection;

import io.vecdb.api.PointId;
import io.vecdb.segment.MutableSegment;
import io.vecdb.segment.SealedSegment;
import io.vecdb.segment.Segment;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// The segments that make up a collection between two changes of that list. Holds a reference to
/// each of them until nobody uses the set any more.
final class SegmentSet {
    private final List<SealedSegment> sealed;
    private final List<Frozen> frozen;
    private final MutableSegment active;
    private final List<Segment> newestFirst;
    private final AtomicInteger references = new AtomicInteger(1);

    /// A segment that takes no more inserts and waits to be flushed.
    ///
    /// @param sequence the last write that went into it
    record Frozen(MutableSegment segment, long sequence) {}

    /// @param sealed oldest first
    /// @param frozen oldest first
    /// @param active takes the writes
    SegmentSet(List<SealedSegment> sealed, List<Frozen> frozen, MutableSegment active) {
        this.sealed = List.copyOf(sealed);
        this.frozen = List.copyOf(frozen);
        this.active = active;
        List<Segment> all = new ArrayList<>(sealed);
        frozen.forEach(entry -> all.add(entry.segment));
        all.add(active);
        newestFirst = List.copyOf(all.reversed());
        newestFirst.forEach(Segment::retain);
    }

    List<SealedSegment> sealed() {
        return sealed;
    }

    List<Frozen> frozen() {
        return frozen;
    }

    MutableSegment active() {
        return active;
    }

    /// What those take that are not on disk, if anything is in them.
    long unflushedBytes() {
        return Stream.concat(frozen.stream().map(Frozen::segment), Stream.of(active))
                .filter(segment -> segment.rowCount() > 0)
                .map(segment -> segment.memory().total())
                .mapToLong(memory -> memory.heap() + memory.offHeap())
                .sum();
    }

    /// All of them; a point is visible in at most one.
    List<Segment> newestFirst() {
        return newestFirst;
    }

    /// A row of a segment.
    record Place(Segment segment, int row) {}

    /// Where a point is visible, or null if it is not.
    @Nullable Place find(PointId id, long sequence) {
        for (Segment segment : newestFirst) {
            int row = segment.row(id, sequence);
            if (row >= 0) {
                return new Place(segment, row);
            }
        }
        return null;
    }

    void retain() {
        references.incrementAndGet();
    }

    void release() {
        if (references.decrementAndGet() == 0) {
            newestFirst.forEach(Segment::release);
        }
    }
}
