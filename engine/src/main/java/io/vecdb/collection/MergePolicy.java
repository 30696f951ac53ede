package io.vecdb.collection;

import io.vecdb.segment.SealedSegment;

import java.util.List;

/// Chooses which sealed segments to merge, so that a collection serves from at most two of them
/// after a steady ingest and each point is put into a large graph only a few times.
///
/// The newest segments are merged with each older one that is at most [#RATIO] times as large as
/// all newer ones together: sizes stay geometric, as in a log-structured merge tree (O'Neil et al.
/// 1996) with one run a level. Beyond [#SEGMENTS], the two newest are merged in any case. A segment
/// of which more than a fifth is deleted or has changed payloads is written anew.
final class MergePolicy {
    private static final int SEGMENTS = 2;
    private static final int RATIO = 4;
    private static final double CHANGED_SHARE = 0.2;

    private MergePolicy() {}

    /// Segments to merge into one, oldest first; none if everything is as it should be.
    static List<SealedSegment> choose(List<SealedSegment> sealed, long sequence) {
        for (SealedSegment segment : sealed) {
            int changed = segment.deletedCount(sequence) + segment.changedPayloads(sequence);
            if (changed > CHANGED_SHARE * segment.rowCount()) {
                return List.of(segment);
            }
        }
        int first = sealed.size() - 1;
        long newer = first >= 0 ? sealed.get(first).rowCount() : 0;
        while (first > 0 && sealed.get(first - 1).rowCount() <= RATIO * newer) {
            first--;
            newer += sealed.get(first).rowCount();
        }
        if (first == sealed.size() - 1 && sealed.size() > SEGMENTS) {
            first--;
        }
        return first < sealed.size() - 1
                ? sealed.subList(Math.max(first, 0), sealed.size())
                : List.of();
    }
}
