package io.vecdb.segment;

import java.util.List;

/// A sealed segment that was built of the rows that others showed as of one write, to take their
/// place. Writes go on meanwhile; what they do to those rows is carried over to it, in pieces, in
/// the order of the writes.
///
/// Used by one thread at a time. Memory: four bytes for each row of the sources.
public final class Successor {
    private final SealedSegment segment;
    private final List<Source> sources;
    private long carried;

    /// @param newNumbers for each row its number in the successor, -1 for those left behind
    private record Source(Segment segment, int[] newNumbers) {}

    /// @param sequence the write
    Successor(SealedSegment segment, List<SourceRows> sources, long sequence) {
        this.segment = segment;
        this.sources =
                sources.stream().map(part -> new Source(part.source(), part.newNumbers())).toList();
        carried = sequence;
    }

    /// The segment.
    public SealedSegment segment() {
        return segment;
    }

    /// Makes on the segment what writes did to its sources, up to this one; all of them must have
    /// been applied.
    public void carryOver(long upTo) {
        LateChanges changes = new LateChanges();
        for (Source source : sources) {
            changes.addAll(LateChanges.of(source.segment, carried, upTo), source.newNumbers);
        }
        changes.applyTo(segment);
        carried = upTo;
    }
}
