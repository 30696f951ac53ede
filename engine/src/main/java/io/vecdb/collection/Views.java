package io.vecdb.collection;

import io.vecdb.api.DbException;
import io.vecdb.api.ErrorCode;
import io.vecdb.segment.Pins;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// The newest [ReadView] of a collection, and those that readers still hold. Thread-safe; taking a
/// view never waits.
final class Views {
    private final String collection;
    private volatile ReadView newest;
    private volatile boolean closed;

    /// Views that may still be in use, oldest first. Guarded by this.
    private final List<ReadView> open = new ArrayList<>();

    /// Writes as of which something is being built. Guarded by this.
    private final List<Long> pinned = new ArrayList<>();

    Views(String collection, SegmentSet segments, long sequence) {
        this.collection = collection;
        newest = new ReadView(segments, sequence);
        segments.release();
        open.add(newest);
    }

    /// The collection, as errors call it.
    String what() {
        return what(collection);
    }

    /// A collection of this name, as errors call it.
    static String what(String name) {
        return "the collection '" + name + "'";
    }

    /// The newest view; the caller closes it.
    ///
    /// @throws DbException CLOSED after [#close()]
    ReadView enter() {
        while (!closed) {
            ReadView view = newest;
            if (view.tryEnter()) {
                return view;
            }
        }
        throw new DbException(
                ErrorCode.CLOSED,
                "The collection '" + collection + "' was closed or dropped; open it again.");
    }

    /// @throws DbException CLOSED after [#close()]
    void requireOpen() {
        enter().close();
    }

    /// Whether [#close()] was called.
    boolean isClosed() {
        return closed;
    }

    /// Lets readers see everything up to this write.
    synchronized void advance(long sequence) {
        if (!closed && sequence > newest.sequence()) {
            publish(new ReadView(newest.segments(), sequence));
        }
    }

    /// Lets readers see these segments as of the same write as before. The caller's reference to
    /// the set goes over to the view.
    synchronized void replaceSegments(SegmentSet segments) {
        if (!closed) {
            publish(new ReadView(segments, newest.sequence()));
        }
        segments.release();
    }

    private void publish(ReadView view) {
        ReadView old = newest;
        newest = view;
        old.close();
        open.removeIf(ReadView::isGone);
        open.add(view);
    }

    /// The newest segments, for the writer.
    SegmentSet segments() {
        return newest.segments();
    }

    /// Keeps what is needed to read as of a write until it is given up.
    synchronized void pin(long sequence) {
        pinned.add(sequence);
    }

    /// Gives up what [#pin] kept.
    synchronized void unpin(long sequence) {
        pinned.remove((Long) sequence);
    }

    /// What must be kept for readers and pins, and as of these other writes.
    synchronized Pins pins(LongStream others) {
        open.removeIf(ReadView::isGone);
        LongStream read = open.stream().mapToLong(ReadView::sequence);
        LongStream kept = pinned.stream().mapToLong(Long::longValue);
        return new Pins(
                LongStream.concat(LongStream.concat(read, kept), others).toArray(),
                newest.sequence());
    }

    /// No reader gets in any more; the files are closed when the last one leaves.
    synchronized void close() {
        if (!closed) {
            closed = true;
            newest.close();
        }
    }
}
